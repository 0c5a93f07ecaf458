import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { makeFilm, photograph } from './making.ts'

/** One hostile or broken file: what it is called, how to write it, and the code that it must be refused with. */
export type Hostile = { readonly name: string; readonly write: (folder: string, address: string) => Promise<string>; readonly code: string }

/** Every generator. `address` is a canary (`http://127.0.0.1:<port>`) that some of them try to call. */
export const hostileMedia: readonly Hostile[] = [
  { name: 'an empty file', code: 'media/empty', write: (folder) => written(folder, 'empty.jpg', '') },
  {
    name: 'a pixel bomb: 30,000 × 30,000 in 110 kB',
    code: 'media/too-many-pixels',
    write: (folder) => written(folder, 'bomb.png', png(30_000, 30_000)),
  },
  { name: 'a picture 65,000 pixels wide', code: 'media/too-wide', write: (folder) => written(folder, 'wide.png', png(65_000, 4)) },
  { name: 'a drawing that fetches', code: 'media/svg', write: (folder, address) => written(folder, 'drawing.svg', svg(address)) },
  { name: 'a drawing called .jpg', code: 'media/svg', write: (folder, address) => written(folder, 'drawing.jpg', svg(address)) },
  {
    name: 'a playlist called .mp4',
    code: 'media/playlist',
    write: (folder, address) =>
      written(folder, 'list.mp4', `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\n${address}/segment.ts\n#EXT-X-ENDLIST\n`),
  },
  {
    name: 'a concat list called .mp4',
    code: 'media/playlist',
    write: (folder) => written(folder, 'concat.mp4', `ffconcat version 1.0\nfile /etc/passwd\n`),
  },
  {
    name: 'a playlist behind an MP4 head',
    code: 'media/damaged',
    write: (folder, address) =>
      written(folder, 'head.mp4', Buffer.concat([ftyp, Buffer.from(`\n#EXTM3U\n#EXTINF:10,\n${address}/x.ts\n`)])),
  },
  {
    name: 'a truncated photograph',
    code: 'media/damaged',
    write: async (folder) => written(folder, 'half.jpg', (await readFile(photograph())).subarray(0, 120_000)),
  },
  { name: 'a truncated video', code: 'media/damaged', write: truncatedFilm },
  { name: 'a video of 0 seconds', code: 'media/no-duration', write: (folder) => emptyFilm(folder) },
  { name: 'a PDF called .jpg', code: 'media/document', write: (folder) => written(folder, 'page.jpg', '%PDF-1.7\n1 0 obj\n') },
  {
    name: 'an archive called .mp4',
    code: 'media/document',
    write: (folder) => written(folder, 'archive.mp4', Buffer.from('PK\x03\x04rest', 'latin1')),
  },
  {
    name: 'a program called .mov',
    code: 'media/program',
    write: (folder) => written(folder, 'program.mov', Buffer.from('\x7fELF\x02\x01\x01', 'latin1')),
  },
  {
    name: 'a HEIC photograph of which only the head is there',
    code: 'media/damaged',
    write: (folder) => written(folder, 'IMG_0001.HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')),
  },
  { name: 'plain text called .png', code: 'media/unknown', write: (folder) => written(folder, 'text.png', '宁夏'.repeat(2000)) },
  {
    name: 'noise',
    code: 'media/unknown',
    write: (folder) => written(folder, 'noise.mp4', Buffer.from(Array.from({ length: 5000 }, (_, index) => 3 + ((index * 7919) % 60)))),
  },
]

/** A photograph under the name of a video: not hostile, told by its bytes. */
export async function renamedPhotograph(folder: string): Promise<string> {
  await copyFile(photograph(), join(folder, 'renamed.mp4'))
  return join(folder, 'renamed.mp4')
}

/** A video without sound: not hostile, worked like any other. */
export const silentFilm = (folder: string): Promise<string> =>
  makeFilm(join(folder, 'silent.mp4'), { seconds: 1, size: '320x180', sound: false })

async function written(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}

const ftyp = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1')

/** A valid PNG of one grey, compressed to almost nothing. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([1, 0, 0, 0, 0], 8) // one bit a pixel, grey
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 })
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind: string, body: Buffer): Buffer {
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body])
  length.writeUInt32BE(body.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

/** Fetches, and holds a nested bomb of uses. */
function svg(address: string): string {
  const nested = Array.from({ length: 12 }, (_, level) => `<g id="l${level + 1}">${`<use href="#l${level}"/>`.repeat(10)}</g>`).join('')
  return `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "${address}/entity">]><svg xmlns="http://www.w3.org/2000/svg"><image href="${address}/image.png"/><rect id="l0"/>${nested}<use href="#l12"/></svg>`
}

async function truncatedFilm(folder: string): Promise<string> {
  const whole = await makeFilm(join(folder, 'whole.mp4'), { seconds: 4, size: '320x180', options: ['-movflags', '+faststart'] })
  const bytes = await readFile(whole)
  return written(folder, 'half.mp4', bytes.subarray(0, bytes.length / 2))
}

/** A movie whose tracks hold no sample: a `moov` without frames, as a phone writes when its battery dies. */
const emptyFilm = (folder: string): Promise<string> =>
  makeFilm(join(folder, 'nothing.mp4'), { seconds: 1, size: '320x180', options: ['-t', '0'] })
