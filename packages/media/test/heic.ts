import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { ffmpegPath, run } from '../src/index.ts'

const tile = 128
type Item = { readonly id: number; readonly type: string; readonly content: Buffer; readonly properties: readonly number[] }

/**
 * A photograph as an iPhone writes it: HEVC tiles in a grid, turned by `irot`, Display P3, with the EXIF, XMP and colour profile of `picture`
 * (a JPEG). ISO/IEC 23008-12. `picture` is scaled to two by two tiles; upright it is turned a quarter to the right.
 */
export async function makeHeic(target: string, picture: string, folder: string): Promise<string> {
  const { exif, xmp, icc } = await sharp(picture).metadata()
  const pixels = await sharp(picture, { autoOrient: false })
    .keepIccProfile()
    .resize(tile * 2, tile * 2, { fit: 'fill' })
    .png()
    .toBuffer()
  const tiles = await Promise.all([0, 1, 2, 3].map((at) => encodeTile(pixels, at, folder)))
  const grid = Buffer.from([0, 0, 1, 1, ...word(tile * 2), ...word(tile * 2)])
  const items: Item[] = [
    ...tiles.map(({ frame }, at) => ({ id: at + 1, type: 'hvc1', content: frame, properties: [0x81, 2] })),
    { id: 5, type: 'grid', content: grid, properties: [3, 0x84, 5] },
    { id: 6, type: 'Exif', content: Buffer.concat([long(6), exif!]), properties: [] },
    { id: 7, type: 'mime', content: xmp!, properties: [] },
  ]
  const properties = [
    tiles[0]!.configuration,
    size(tile),
    size(tile * 2),
    box('irot', Buffer.from([3])),
    box('colr', Buffer.from('prof'), icc!),
  ]
  await writeFile(target, file(items, properties))
  return target
}

async function encodeTile(pixels: Buffer, at: number, folder: string): Promise<{ frame: Buffer; configuration: Buffer }> {
  const [source, target] = [join(folder, `tile-${at}.png`), join(folder, `tile-${at}.mp4`)]
  await sharp(pixels)
    .extract({ left: (at % 2) * tile, top: at < 2 ? 0 : tile, width: tile, height: tile })
    .toFile(source)
  const codec = [
    '-c:v',
    'libx265',
    '-x265-params',
    'log-level=none:keyint=1:crf=14:range=full:colormatrix=smpte170m',
    '-pix_fmt',
    'yuv420p',
    '-tag:v',
    'hvc1',
  ]
  const colours = ['-vf', 'scale=out_color_matrix=bt601:out_range=full', '-color_range', 'pc', '-colorspace', 'smpte170m']
  await run(ffmpegPath(), ['-nostdin', '-v', 'error', '-y', '-i', source, ...colours, ...codec, target], { timeoutMs: 20_000 })
  const bytes = await readFile(target)
  return { frame: contentOf(bytes, 'mdat'), configuration: box('hvcC', contentOf(bytes, 'hvcC')) }
}

function contentOf(bytes: Buffer, name: string): Buffer {
  const at = bytes.indexOf(name, 0, 'latin1')
  return bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4))
}

function file(items: readonly Item[], properties: readonly Buffer[]): Buffer {
  const head = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'))
  const length = meta(items, properties, 0).length
  return Buffer.concat([head, meta(items, properties, head.length + length + 8), box('mdat', ...items.map(({ content }) => content))])
}

function meta(items: readonly Item[], properties: readonly Buffer[], from: number): Buffer {
  const handler = full('hdlr', 0, long(0), Buffer.from('pict'), Buffer.alloc(13))
  const references = full('iref', 0, reference('dimg', 5, [1, 2, 3, 4]), reference('cdsc', 6, [5]), reference('cdsc', 7, [5]))
  const described = items.filter((item) => item.properties.length > 0)
  const links = described.map(({ id, properties: own }) => Buffer.from([...word(id), own.length, ...own]))
  const props = box('iprp', box('ipco', ...properties), full('ipma', 0, long(described.length), ...links))
  const infos = full('iinf', 0, Buffer.from(word(items.length)), ...items.map(info))
  return full('meta', 0, handler, full('pitm', 0, Buffer.from(word(5))), infos, references, props, locations(items, from))
}

const info = ({ id, type }: Item): Buffer =>
  full('infe', 2, Buffer.from([...word(id), 0, 0]), Buffer.from(`${type}\0${type === 'mime' ? 'application/rdf+xml\0' : ''}`))

function locations(items: readonly Item[], from: number): Buffer {
  let at = from
  const places = items.map(({ id, content }) => {
    const place = Buffer.concat([Buffer.from([...word(id), 0, 0, 0, 0, 0, 1]), long(at), long(content.length)])
    at += content.length
    return place
  })
  return full('iloc', 1, Buffer.from([0x44, 0, ...word(items.length)]), ...places)
}

const reference = (type: string, from: number, to: readonly number[]): Buffer =>
  box(type, Buffer.from([...word(from), ...word(to.length), ...to.flatMap(word)]))
const size = (side: number): Buffer => full('ispe', 0, long(side), long(side))
const full = (type: string, version: number, ...parts: readonly Buffer[]): Buffer => box(type, Buffer.from([version, 0, 0, 0]), ...parts)
const box = (type: string, ...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([long(8 + parts.reduce((sum, part) => sum + part.length, 0)), Buffer.from(type), ...parts])
const word = (value: number): number[] => [value >> 8, value & 0xff]
function long(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
