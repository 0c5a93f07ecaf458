import { on } from 'node:events'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { Refusal } from '@kitchen/model'
import { type Entry, fromBuffer, type Options, type ZipFile } from 'yauzl'
import { refuse } from '../refusals.ts'

/** What an honest .docx stays below; sizes are of the unpacked bytes, measured, not as the archive claims. */
export const zipLimits = { entries: 2_000, total: 200_000_000, xml: 40_000_000, ratio: 300, ratioFrom: 2_000_000, depth: 300 } as const

/**
 * Looks through a .docx before a library unpacks it: unpacks every entry once with caps on number, size and ratio, and reads every XML part for entities and
 * depth. Refuses `ingest/zip-bomb`, `/encrypted`, `/entities`, `/too-deep`, `/archive` (no Word document inside) and `/damaged`. Answers with the entries' names.
 */
export async function guardDocx(bytes: Buffer): Promise<readonly string[]> {
  const zip = await opened(bytes, { lazyEntries: true, strictFileNames: true }).catch(damaged)
  const names: string[] = []
  let total = 0
  for await (const entry of entriesOf(zip)) {
    names.push(entry.fileName)
    if (names.length > zipLimits.entries) throw refuse('ingest/zip-bomb')
    if ((entry.generalPurposeBitFlag & 1) !== 0) throw refuse('ingest/encrypted')
    total += await guardEntry(zip, entry, zipLimits.total - total)
  }
  if (!names.includes('word/document.xml')) throw refuse('ingest/archive')
  return names
}

const opened = promisify<Buffer, Options, ZipFile>(fromBuffer)

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  const entries = on(zip, 'entry', { close: ['end'] })
  zip.readEntry()
  try {
    for await (const [entry] of entries as AsyncIterable<[Entry]>) {
      yield entry
      zip.readEntry()
    }
  } catch (cause) {
    damaged(cause)
  }
}

async function guardEntry(zip: ZipFile, entry: Entry, room: number): Promise<number> {
  const isXml = /\.(?:xml|rels)$/i.test(entry.fileName)
  const cap = Math.min(room, isXml ? zipLimits.xml : room)
  const parts: Buffer[] = []
  let size = 0
  const stream = await promisify<Entry, Readable>(zip.openReadStream.bind(zip))(entry).catch(damaged)
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length
      if (size > cap || (size > zipLimits.ratioFrom && size > entry.compressedSize * zipLimits.ratio)) throw refuse('ingest/zip-bomb')
      if (isXml) parts.push(part)
    }
  } catch (cause) {
    damaged(cause)
  } finally {
    stream.destroy()
  }
  if (isXml) guardXml(Buffer.concat(parts).toString('utf8'))
  return size
}

/** A part of a Word file has no document type, and is no deeper than tables in tables make it. */
function guardXml(xml: string): void {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw refuse('ingest/entities')
  let depth = 0
  for (const [tag] of xml.matchAll(/<[/a-z_][^>]*>/gi)) {
    depth += tag.startsWith('</') ? -1 : tag.endsWith('/>') ? 0 : 1
    if (depth > zipLimits.depth) throw refuse('ingest/too-deep')
  }
}

function damaged(cause: unknown): never {
  throw cause instanceof Refusal ? cause : Object.assign(refuse('ingest/damaged'), { cause })
}
