import { open } from 'node:fs/promises'
import { refuse } from './refusals.ts'

export type Kind = 'photo' | 'video' | 'audio'
/** What the first bytes of a file say. `demuxer` is the one ffmpeg reader allowed to open it: never guessed, so a file cannot choose another. */
export type Signature = { readonly kind: Kind; readonly mediaType: string; readonly demuxer: string | null }

const windowBytes = 4096
/** Media type of what phones write: the one kind of photograph that sharp cannot open. */
export const heic = 'image/heic'

/** Kind and media type by the first bytes; the name does not count. Throws a Refusal for everything that is not on the allow-list. */
export async function signatureOf(path: string): Promise<Signature> {
  const head = await firstBytes(path)
  if (head.length === 0) throw refuse('media/empty')
  return picture(head) ?? isoFile(head) ?? container(head) ?? sound(head) ?? refuseOthers(head)
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path, 'r')
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(windowBytes), 0, windowBytes, 0).finally(() => handle.close())
  return buffer.subarray(0, bytesRead)
}

const at = (head: Buffer, offset: number, text: string) => head.toString('latin1', offset, offset + text.length) === text
const photo = (mediaType: string): Signature => ({ kind: 'photo', mediaType, demuxer: null })
const video = (mediaType: string, demuxer: string): Signature => ({ kind: 'video', mediaType, demuxer })
const audio = (mediaType: string, demuxer: string): Signature => ({ kind: 'audio', mediaType, demuxer })

function picture(head: Buffer): Signature | undefined {
  if (at(head, 0, '\xff\xd8\xff')) return photo('image/jpeg')
  if (at(head, 0, '\x89PNG\r\n\x1a\n')) return photo('image/png')
  if (at(head, 0, 'RIFF') && at(head, 8, 'WEBP')) return photo('image/webp')
  if (at(head, 0, 'GIF87a') || at(head, 0, 'GIF89a')) return photo('image/gif')
  if (at(head, 0, 'II*\0') || at(head, 0, 'MM\0*')) return tiff(head)
  return undefined
}

/** Camera raw files are TIFF inside; the makers' marks tell them apart. */
function tiff(head: Buffer): Signature {
  const raw = at(head, 8, 'CR\x02') || /NIKON|SONY|DNG|FUJIFILM|PENTAX|OLYMPUS/.test(head.toString('latin1', 0, 512))
  if (raw) throw refuse('media/raw')
  return photo('image/tiff')
}

/** ISO base media (ISO/IEC 14496-12): the brands in `ftyp`; old QuickTime files start with another box. */
function isoFile(head: Buffer): Signature | undefined {
  if (['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].some((box) => at(head, 4, box))) return video('video/quicktime', 'mov')
  if (!at(head, 4, 'ftyp')) return undefined
  const brands = head.toString('latin1', 8, Math.min(head.readUInt32BE(0), 256))
  const major = brands.slice(0, 4)
  if (/avif/.test(brands)) return photo('image/avif')
  if (/^(heic|heix|heim|heis|mif1)/.test(major)) return photo(heic)
  if (/^(hevc|hevx|msf1|avis)/.test(major)) throw refuse('media/animated')
  if (major === 'crx ') throw refuse('media/raw')
  if (major === 'M4A ' || major === 'M4B ') return audio('audio/mp4', 'mov')
  return major === 'qt  ' ? video('video/quicktime', 'mov') : video('video/mp4', 'mov')
}

function container(head: Buffer): Signature | undefined {
  if (at(head, 0, '\x1a\x45\xdf\xa3')) return matroska(head)
  if (at(head, 0, 'RIFF') && at(head, 8, 'AVI ')) return video('video/x-msvideo', 'avi')
  if (at(head, 0, '\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02')) return video('application/mxf', 'mxf')
  if ([0, 188, 376].every((offset) => head[offset] === 0x47)) return video('video/mp2t', 'mpegts')
  if ([4, 196, 388].every((offset) => head[offset] === 0x47)) return video('video/mp2t', 'mpegts')
  return undefined
}

function matroska(head: Buffer): Signature {
  return head.toString('latin1', 0, 64).includes('webm') ? video('video/webm', 'matroska') : video('video/x-matroska', 'matroska')
}

function sound(head: Buffer): Signature | undefined {
  if ((at(head, 0, 'RIFF') || at(head, 0, 'RF64')) && at(head, 8, 'WAVE')) return audio('audio/wav', 'wav')
  if (at(head, 0, 'fLaC')) return audio('audio/flac', 'flac')
  if (at(head, 0, 'ID3')) return audio('audio/mpeg', 'mp3')
  const [first, second] = [head[0], head[1] ?? 0]
  if (first !== 0xff) return undefined
  if ((second & 0xf6) === 0xf0) return audio('audio/aac', 'aac') // ADTS: layer 0
  return (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02 ? audio('audio/mpeg', 'mp3') : undefined
}

function refuseOthers(head: Buffer): never {
  const text = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (/^(#EXTM3U|ffconcat|\[playlist\]|#EXT)/i.test(text)) throw refuse('media/playlist')
  if (/<svg[\s>:]/i.test(text) || (at(head, 0, '\x1f\x8b') && head.length > 2))
    throw refuse(/<svg/i.test(text) ? 'media/svg' : 'media/document')
  if (/^(%PDF|PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\{\\rtf|<\?xml|<!doctype|<html)/i.test(head.toString('latin1', 0, 16).trimStart()))
    throw refuse('media/document')
  if (at(head, 0, '\xd0\xcf\x11\xe0')) throw refuse('media/document') // old Office files
  if (at(head, 0, 'MZ') || at(head, 0, '\x7fELF') || at(head, 0, '#!')) throw refuse('media/program')
  throw refuse('media/unknown')
}
