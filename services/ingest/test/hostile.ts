import { deflateRawSync } from 'node:zlib'
import { ZipFile } from 'yazl'

/** A manuscript that means harm or is broken, and the refusal that it must get; `codes` because two checks may catch it first. */
export type Hostile = {
  readonly what: string
  readonly name: string
  readonly codes: readonly string[]
  readonly make: () => Buffer | Promise<Buffer>
}

const wordHead =
  '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>'
const wordTail = '</w:body></w:document>'
const types =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
const rels =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'

/** A zip of these files. */
export async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name)
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}

/** A minimal .docx with this inside its body, and files beside it. */
export const docxOf = (body: string, more: Readonly<Record<string, string | Buffer>> = {}): Promise<Buffer> =>
  zipOf({ '[Content_Types].xml': types, '_rels/.rels': rels, 'word/document.xml': wordHead + body + wordTail, ...more })
export const wordParagraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

/** Claims that its one entry unpacks to `claimed` bytes. */
function lyingZip(name: string, content: Buffer, claimed: number): Buffer {
  const packed = deflateRawSync(content)
  const field = (bytes: number, value: number) => {
    const made = Buffer.alloc(bytes)
    made.writeUIntLE(value, 0, bytes)
    return made
  }
  const common = [
    field(2, 20),
    field(2, 0),
    field(2, 8),
    field(4, 0),
    field(4, 0),
    field(4, packed.length),
    field(4, claimed),
    field(2, name.length),
  ]
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), ...common, field(2, 0), Buffer.from(name), packed])
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002'),
    field(2, 20),
    ...common,
    field(2, 0),
    field(2, 0),
    field(2, 0),
    field(2, 0),
    field(4, 0),
    field(4, 0),
    Buffer.from(name),
  ])
  return Buffer.concat([
    local,
    central,
    Buffer.from('PK\u0005\u0006'),
    field(4, 0),
    field(2, 1),
    field(2, 1),
    field(4, central.length),
    field(4, local.length),
    field(2, 0),
  ])
}

/** Every entry of an archive marked as encrypted. */
function encryptedZip(zip: Buffer): Buffer {
  const made = Buffer.from(zip)
  for (const [start, at] of [
    ['PK\u0001\u0002', 8],
    ['PK\u0003\u0004', 6],
  ] as const)
    for (let i = made.indexOf(start, 0, 'latin1'); i >= 0; i = made.indexOf(start, i + 1, 'latin1')) made[i + at]! |= 1
  return made
}

const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const zeros = (bytes: number) => Buffer.alloc(bytes)
const nested = (tag: string, depth: number) => [`<${tag}>`.repeat(depth), '深', `</${tag}>`.repeat(depth)].join('')

export const hostileManuscripts: readonly Hostile[] = [
  { what: 'an empty file', name: 'a.docx', codes: ['ingest/empty'], make: () => zeros(0) },
  { what: 'a file of spaces', name: 'a.txt', codes: ['ingest/no-text'], make: () => Buffer.from(' \n\u3000\n') },
  {
    what: 'a truncated .docx',
    name: 'a.docx',
    codes: ['ingest/damaged'],
    make: async () => (await docxOf(wordParagraph('正文'))).subarray(0, 500),
  },
  {
    what: 'a .docx with a broken byte',
    name: 'a.docx',
    codes: ['ingest/damaged'],
    make: async () => {
      const made = await docxOf(wordParagraph('正文'.repeat(500)))
      for (let i = 600; i < 640; i++) made[i] = 0xff
      return made
    },
  },
  {
    what: 'a .docx with broken XML',
    name: 'a.docx',
    codes: ['ingest/damaged', 'ingest/no-text'],
    make: () => zipOf({ '[Content_Types].xml': types, '_rels/.rels': rels, 'word/document.xml': '<w:document><w:body><w:p>' }),
  },
  {
    what: 'a .docx whose parts are missing',
    name: 'a.docx',
    codes: ['ingest/damaged', 'ingest/no-text'],
    make: () => zipOf({ 'word/document.xml': `${wordHead}${wordTail}` }),
  },
  { what: 'a text called .docx', name: 'a.docx', codes: ['ingest/renamed'], make: () => Buffer.from('这不是 Word 文件') },
  { what: 'a photo called .docx', name: 'a.docx', codes: ['ingest/is-media'], make: () => Buffer.from('ffd8ffe000104a464946', 'hex') },
  {
    what: 'a video called .txt',
    name: 'a.txt',
    codes: ['ingest/is-media'],
    make: () => Buffer.concat([zeros(3), Buffer.from(' ftypisom'), zeros(40)]),
  },
  {
    what: 'a .docx with a password',
    name: 'a.docx',
    codes: ['ingest/encrypted'],
    make: () => Buffer.concat([ole, zeros(1024), Buffer.from('EncryptedPackage', 'utf16le'), zeros(1024)]),
  },
  {
    what: 'a zip with a password',
    name: 'a.docx',
    codes: ['ingest/encrypted'],
    make: async () => encryptedZip(await docxOf(wordParagraph('正文'))),
  },
  {
    what: 'a PDF with a password',
    name: 'a.pdf',
    codes: ['ingest/encrypted'],
    make: () => Buffer.from('%PDF-1.7\ntrailer << /Encrypt 5 0 R >>'),
  },
  { what: 'a PDF', name: 'a.pdf', codes: ['ingest/pdf'], make: () => Buffer.from('%PDF-1.7\n') },
  { what: 'an old .doc', name: 'a.doc', codes: ['ingest/old-word'], make: () => Buffer.concat([ole, zeros(2048)]) },
  {
    what: 'a table called .docx',
    name: 'a.docx',
    codes: ['ingest/archive'],
    make: () => zipOf({ '[Content_Types].xml': types, 'xl/workbook.xml': '<workbook/>' }),
  },
  { what: 'an RTF', name: 'a.rtf', codes: ['ingest/unsupported'], make: () => Buffer.from('{\\rtf1 x}') },
  {
    what: 'an SVG',
    name: 'a.html',
    codes: ['ingest/svg'],
    make: () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  },
  { what: 'a playlist', name: 'a.txt', codes: ['ingest/playlist'], make: () => Buffer.from('#EXTM3U\nhttp://169.254.169.254/\n') },
  { what: 'a text of 11 MB', name: 'a.txt', codes: ['ingest/manuscript-too-large'], make: () => Buffer.alloc(11_000_000, 'a\n') },
  {
    what: 'a story longer than any',
    name: 'a.txt',
    codes: ['document/too-large', 'document/too-many-blocks'],
    make: () => Buffer.from('一段很长的话。\n'.repeat(30_000)),
  },
  {
    what: 'random bytes',
    name: 'a.txt',
    codes: ['ingest/wrong-encoding'],
    make: () => Buffer.from(Array.from({ length: 4000 }, (_, i) => 0x80 + ((i * 7919) % 127))),
  },
  {
    what: 'Big5',
    name: 'a.txt',
    codes: ['ingest/wrong-encoding'],
    make: () => Buffer.from('a4a4b5d8a5c1b0eaaaf5a7f8aabaa4d1aac5a6b3abdca6hab3a5b6b3a6b7'.replace('h', '1'), 'hex'),
  },
  {
    what: 'a zip bomb of one big part',
    name: 'a.docx',
    codes: ['ingest/zip-bomb'],
    make: () => docxOf(wordParagraph('正文'), { 'word/media/image1.png': zeros(300_000_000) }),
  },
  { what: 'a zip bomb in the text', name: 'a.docx', codes: ['ingest/zip-bomb'], make: () => docxOf(wordParagraph('0'.repeat(60_000_000))) },
  {
    what: 'a zip of thousands of parts',
    name: 'a.docx',
    codes: ['ingest/zip-bomb'],
    make: () => docxOf('', Object.fromEntries(Array.from({ length: 2_100 }, (_, i) => [`word/${i}.xml`, '<x/>']))),
  },
  {
    what: 'a zip that lies about its sizes',
    name: 'a.docx',
    codes: ['ingest/zip-bomb', 'ingest/damaged'],
    make: () => lyingZip('word/document.xml', zeros(100_000_000), 1_000),
  },
  {
    what: 'a zip that climbs out of its folder',
    name: 'a.docx',
    codes: ['ingest/damaged'],
    make: async () => {
      const made = await docxOf('', { 'word/aa/aa/passwd': 'x' })
      return Buffer.from(made.toString('latin1').replaceAll('word/aa/aa/', 'word/../../'), 'latin1')
    },
  },
  {
    what: 'an XML with entities',
    name: 'a.docx',
    codes: ['ingest/entities'],
    make: () =>
      zipOf({
        '[Content_Types].xml': types,
        '_rels/.rels': rels,
        'word/document.xml': `<!DOCTYPE x [<!ENTITY a "${'哈'.repeat(1000)}"><!ENTITY x SYSTEM "http://169.254.169.254/">]>${wordHead}<w:p><w:r><w:t>&x;</w:t></w:r></w:p>${wordTail}`,
      }),
  },
  {
    what: 'a .docx of ten thousand levels',
    name: 'a.docx',
    codes: ['ingest/too-deep'],
    make: () => docxOf('<w:tbl><w:tr><w:tc>'.repeat(10_000) + '</w:tc></w:tr></w:tbl>'.repeat(10_000)),
  },
  { what: 'an HTML of ten thousand levels', name: 'a.html', codes: ['ingest/too-deep'], make: () => Buffer.from(nested('div', 10_000)) },
  { what: 'an HTML of a million levels', name: 'a.html', codes: ['ingest/too-deep'], make: () => Buffer.from(nested('b', 1_000_000)) },
  {
    what: 'an HTML of ever more formatting',
    name: 'a.html',
    codes: ['ingest/too-deep', 'ingest/too-heavy'],
    make: () => Buffer.from(Array.from({ length: 20_000 }, (_, i) => `<font size=${i}><p>x`).join('')),
  },
  {
    what: 'an HTML of a hundred thousand cells',
    name: 'a.html',
    codes: ['document/too-large', 'ingest/too-heavy'],
    make: () => Buffer.from(`<table>${`<tr>${'<td>1</td>'.repeat(300)}</tr>`.repeat(300)}</table>`),
  },
  {
    what: 'a Markdown of ten thousand quotations',
    name: 'a.md',
    codes: ['ingest/too-deep', 'ingest/too-heavy'],
    make: () => Buffer.from(`${'>'.repeat(10_000)} 深`),
  },
  {
    what: 'a Markdown of open brackets',
    name: 'a.md',
    codes: ['ingest/too-deep', 'ingest/too-heavy', 'document/too-large'],
    make: () => Buffer.from(`${'['.repeat(50_000)}\n\n${'*a **a '.repeat(90_000)}`),
  },
]

/** HTML that tries to run a script or to fetch something; it must come out as text or not at all. */
export const scripted: readonly string[] = [
  '<script>fetch("http://127.0.0.1:9/")</script>',
  '<img src=x onerror=alert(1)>',
  '<img src="http://127.0.0.1:9/track.png">',
  '<svg onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">点</a>',
  '<a href="&#106;avascript:alert(1)">点</a>',
  '<a href="data:text/html,<script>alert(1)</script>">点</a>',
  '<a href=" \u0001javascript:alert(1)">点</a>',
  '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
  '<table background="javascript:alert(1)"><tr><td>格</td><td>格</td></tr></table>',
  '<style>@import url(http://127.0.0.1:9/);</style>',
  '<link rel=stylesheet href=http://127.0.0.1:9/>',
  '<base href="http://127.0.0.1:9/">',
  '<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">',
  '<object data="http://127.0.0.1:9/"></object>',
  '<form action="http://127.0.0.1:9/"><input autofocus onfocus=alert(1)></form>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<p style="background:url(javascript:alert(1))">文</p>',
  '<figure data-picture=\'{"asset":"<img src=x onerror=alert(1)>","caption":"<script>alert(1)</script>"}\'></figure>',
  '<div data-field="headline"><script>alert(1)</script>题</div>',
]
