import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

type Entry = { readonly name: string; readonly bytes: Buffer }

/**
 * A ZIP (docx, xlsx) written again so that equal content is equal bytes: entries in their order, all with one fixed time, texts changed by `change`.
 * Reads what docx and exceljs write (no ZIP64, no encryption).
 */
export function rewriteZip(zip: Uint8Array, change: (name: string, text: string) => string): Buffer {
  const entries = entriesOf(Buffer.from(zip)).map(({ name, bytes }) => ({
    name,
    bytes: /\.(xml|rels)$/.test(name) ? Buffer.from(change(name, bytes.toString('utf8'))) : bytes,
  }))
  return write(entries)
}

/** The entries of a ZIP by its central directory (PKWARE APPNOTE 4.3). */
export function entriesOf(zip: Buffer): Entry[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const entries: Entry[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, nameLength, extra, comment, local] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const body = zip.subarray(start, start + packed)
    if (!name.endsWith('/')) entries.push({ name, bytes: zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(body) : Buffer.from(body) })
    at += 46 + nameLength + extra + comment
  }
  return entries
}

/** 1980-01-01 00:00, the earliest time that a ZIP can hold. */
const fixedDate = 0x0021

function write(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const [title, packed] = [Buffer.from(name), deflateRawSync(bytes)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2) // names are UTF-8
    common.writeUInt16LE(8, 4)
    common.writeUInt16LE(fixedDate, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, title, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, tail, title]))
    parts.push(local)
    offset += local.length
  }
  const all = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(all.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, all, end])
}

/** An Office file whose time of making is replaced by the story's. */
export function dated(zip: Uint8Array, at: Date): Buffer {
  const when = at.toISOString().replace(/\.\d+Z$/, 'Z')
  return rewriteZip(zip, (name, text) =>
    name === 'docProps/core.xml' ? text.replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${when}`) : text,
  )
}
