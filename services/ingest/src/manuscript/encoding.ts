import { refuse } from '../refusals.ts'

/**
 * The text of a file whose encoding nobody says: a byte order mark decides; else valid UTF-8 is UTF-8; else UTF-16 by its zero bytes; else GB18030, when
 * most of its pairs are common characters of Chinese print. Refuses `ingest/wrong-encoding` for anything else (Big5, bytes that are no text).
 */
export function decodeText(bytes: Uint8Array): string {
  const text = decoded(bytes, marked(bytes) ?? guessed(bytes))
  if (text === undefined || /[\u0000\ufffd]/.test(text)) throw refuse('ingest/wrong-encoding')
  return text
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

function marked([first, second, third]: Uint8Array): Encoding | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function guessed(bytes: Uint8Array): Encoding | undefined {
  if (decoded(bytes, 'utf-8') !== undefined && !bytes.includes(0)) return 'utf-8'
  const [even, odd] = zeroBytes(bytes)
  if (even + odd > 0) return even > odd * 4 ? 'utf-16be' : odd > even * 4 ? 'utf-16le' : undefined
  return looksChinese(bytes) ? 'gb18030' : undefined
}

function decoded(bytes: Uint8Array, encoding: Encoding | undefined): string | undefined {
  if (encoding === undefined) return undefined
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function zeroBytes(bytes: Uint8Array): [even: number, odd: number] {
  const zeros: [number, number] = [0, 0]
  for (let at = 0; at < Math.min(bytes.length, 4096); at++) if (bytes[at] === 0) zeros[at % 2 === 0 ? 0 : 1]++
  return zeros
}

/**
 * GB 2312 puts punctuation at lead bytes A1-A3 and the 3,755 commonest characters at B0-D7, which make over nine tenths of any Chinese page; text in
 * another encoding that happens to be decodable spreads over all lead bytes.
 */
function looksChinese(bytes: Uint8Array): boolean {
  let [pairs, common] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const [lead, trail] = [bytes[at]!, bytes[at + 1] ?? 0]
    if (lead < 0x80) continue
    if (trail >= 0x30 && trail <= 0x39) at += 3 // four bytes: rare characters and emoji, no evidence
    if (trail < 0x40) continue
    pairs++
    if (trail >= 0xa1 && ((lead >= 0xa1 && lead <= 0xa3) || (lead >= 0xb0 && lead <= 0xd7))) common++
    at++
  }
  return pairs > 0 && common / pairs >= 0.75
}
