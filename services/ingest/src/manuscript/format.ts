import { refuse } from '../refusals.ts'

export type Format = 'docx' | 'markdown' | 'html' | 'text'

/** What a manuscript is, from its bytes; the name only tells Markdown from plain text. Refuses what is no manuscript, saying what it is. */
export function formatOf(bytes: Uint8Array, name: string): Format {
  if (bytes.length === 0) throw refuse('ingest/empty')
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096))
  const extension = /\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase() ?? ''
  refuseForeign(head, bytes)
  if (head.subarray(0, 4).equals(zipStart)) return 'docx'
  if (extension === '.docx' || extension === '.docm') throw refuse('ingest/renamed', { extension })
  return textFormat(head.toString('latin1'), extension)
}

const zipStart = Buffer.from('PK\u0003\u0004', 'latin1')

function refuseForeign(head: Buffer, bytes: Uint8Array): void {
  const start = head.toString('latin1')
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0'))
    throw refuse(holdsUtf16(bytes, 'EncryptedPackage') ? 'ingest/encrypted' : 'ingest/old-word')
  if (start.startsWith('%PDF')) throw refuse(Buffer.from(bytes).includes('/Encrypt') ? 'ingest/encrypted' : 'ingest/pdf')
  if (/^(?:PK\u0005\u0006|Rar!|7z\u00bc\u00af|\u001f\u008b|BZh|\u00fd7zXZ)/.test(start)) throw refuse('ingest/archive')
  const media = mediaStarts.find(([pattern]) => pattern.test(start))
  if (media !== undefined) throw refuse('ingest/is-media', { what: media[1], kind: media[2] })
  if (/^\s*#EXTM3U/.test(start)) throw refuse('ingest/playlist')
  if (/^(?:\u00ef\u00bb\u00bf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,500}?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(start))
    throw refuse('ingest/svg')
  if (/^(?:\{\\rtf|MZ|\u007fELF|#!)/.test(start)) throw refuse('ingest/unsupported')
}

const mediaStarts: readonly (readonly [RegExp, zh: string, en: string])[] = [
  [/^\u00ff\u00d8\u00ff|^\u0089PNG|^GIF8|^RIFF....WEBP|^II\*\u0000|^MM\u0000\*|^BM....\u0000\u0000\u0000\u0000/s, '图片', 'a picture'],
  [/^....ftyp(?:hei|hev|mif|avif)/s, '图片', 'a picture'],
  [/^....(?:ftyp|moov|mdat)|^\u001aE\u00df\u00a3|^RIFF....AVI |^\u0000\u0000\u0001\u00ba|^\u0006\u000e\+4/s, '视频', 'a video'],
  [/^ID3|^\u00ff[\u00fb\u00f3\u00f1\u00f9]|^fLaC|^OggS|^RIFF....WAVE/s, '音频', 'sound'],
]

function textFormat(start: string, extension: string): Format {
  if (extension === '.md' || extension === '.markdown') return 'markdown'
  if (/^\.x?html?$/.test(extension) || /^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype html|html|head|body|meta)\b/i.test(start)) return 'html'
  if (extension === '' || extension === '.txt' || extension === '.text') return 'text'
  throw refuse('ingest/unsupported')
}

const holdsUtf16 = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(text, 'utf16le'))
