import { createHash } from 'node:crypto'
import { decodePDFRawStream, PDFDocument, PDFHexString, PDFName, type PDFPage, PDFRawStream, PDFString } from 'pdf-lib'

/** What a press PDF says of itself. `at` in milliseconds; `profile` is the deflated ICC profile of the printing condition. */
export type Imprint = {
  readonly title: string
  readonly at: number
  readonly bleed: number
  readonly condition: string
  readonly profile: Uint8Array
}
const standard = 'PDF/X-4'

/**
 * Makes Typst's PDF one for the press: PDF/X-4 (ISO 15930-7) with trim and bleed boxes, output intent, black that overprints, and an identity made
 * from its content alone: same input, same bytes. Throws when a page has transparency, which this page never draws.
 */
export async function finishForPress(bytes: Uint8Array, imprint: Imprint): Promise<Buffer> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
  const states = overprintStates(pdf)
  for (const page of pdf.getPages()) finishPage(pdf, page, imprint.bleed, states)
  const id = createHash('sha256')
    .update(bytes)
    .update(imprint.profile)
    .update(JSON.stringify([standard, imprint.title, imprint.at]))
    .digest('hex')
    .slice(0, 32)
  addIntent(pdf, imprint)
  addIdentity(pdf, imprint, id)
  const finished = Buffer.from(await pdf.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false }))
  finished.write('%PDF-1.6', 0, 'latin1') // pdf-lib always writes 1.7, which PDF/X-4 does not know
  return finished
}

type States = Record<string, ReturnType<PDFDocument['context']['register']>>

/** Graphics states: o1 and O1 overprint fills and strokes, o0 and O0 knock out. */
function overprintStates({ context }: PDFDocument): States {
  const state = (key: 'op' | 'OP', on: boolean) => context.register(context.obj({ [key]: on, OPM: 1 }))
  return { o1: state('op', true), o0: state('op', false), O1: state('OP', true), O0: state('OP', false) }
}

function finishPage(pdf: PDFDocument, page: PDFPage, bleed: number, states: States): void {
  const edge = (bleed * 72) / 25.4
  page.setBleedBox(0, 0, page.getWidth(), page.getHeight())
  page.setTrimBox(edge, edge, page.getWidth() - 2 * edge, page.getHeight() - 2 * edge)
  const [resources, contents] = [page.node.Resources(), page.node.Contents()]
  if (!resources || !(contents instanceof PDFRawStream)) throw new Error('a page without content or resources')
  if (resources.has(PDFName.of('ExtGState'))) throw new Error('a page with transparency')
  resources.set(PDFName.of('ExtGState'), pdf.context.obj(states))
  const drawn = Buffer.from(decodePDFRawStream(contents).decode()).toString('latin1')
  page.node.set(PDFName.of('Contents'), pdf.context.register(pdf.context.flateStream(Buffer.from(overprinted(drawn), 'latin1'))))
}

/** Pure black overprints; every other ink knocks out, so that white on a tint survives. */
const overprinted = (drawn: string): string =>
  drawn.replace(/^([\d.]+ [\d.]+ [\d.]+ [\d.]+) ([kK])$/gm, (inks, amounts: string, operator: string) => {
    const state = `${operator === 'k' ? 'o' : 'O'}${amounts === '0 0 0 1' ? 1 : 0}`
    return `/${state} gs\n${inks}`
  })

function addIntent({ context, catalog }: PDFDocument, { condition, profile }: Imprint): void {
  const stream = PDFRawStream.of(context.obj({ N: 4, Filter: 'FlateDecode', Length: profile.length }), profile)
  const intent = { Type: 'OutputIntent', S: 'GTS_PDFX', OutputConditionIdentifier: PDFString.of(condition), Info: PDFString.of(condition) }
  catalog.set(PDFName.of('OutputIntents'), context.obj([{ ...intent, DestOutputProfile: context.register(stream) }]))
}

function addIdentity({ context, catalog }: PDFDocument, { title, at }: Imprint, id: string): void {
  const local = new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)
  const date = PDFString.of(`D:${local.replace(/\D/g, '')}+08'00'`)
  const maker = PDFString.of('Central Kitchen')
  const about = { Title: PDFHexString.fromText(title), Creator: maker, Producer: maker, CreationDate: date, ModDate: date }
  context.trailerInfo.Info = context.register(context.obj({ ...about, Trapped: 'False', GTS_PDFXVersion: PDFString.of(standard) }))
  context.trailerInfo.ID = context.obj([PDFHexString.of(id), PDFHexString.of(id)])
  const packet = Buffer.from(xmp(title, `${local}+08:00`, id))
  catalog.set(PDFName.of('Metadata'), context.register(context.stream(packet, { Type: 'Metadata', Subtype: 'XML' })))
}

const namespaces = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpMM: 'http://ns.adobe.com/xap/1.0/mm/',
  pdf: 'http://ns.adobe.com/pdf/1.3/',
  pdfxid: 'http://www.npes.org/pdfx/ns/id/',
}

/** The metadata packet that PDF/X-4 asks for. */
function xmp(title: string, when: string, id: string): string {
  const tags = {
    'xmp:CreateDate': when,
    'xmp:ModifyDate': when,
    'xmp:MetadataDate': when,
    'xmpMM:DocumentID': `uuid:${id}`,
    'xmpMM:VersionID': '1',
    'xmpMM:RenditionClass': 'default',
    'pdf:Trapped': 'False',
    'pdfxid:GTS_PDFXVersion': standard,
    'dc:format': 'application/pdf',
  }
  const spaces = Object.entries(namespaces).map(([name, address]) => `xmlns:${name}="${address}"`)
  const fields = Object.entries(tags).map(([name, value]) => `<${name}>${value}</${name}>`)
  const escaped = title.replace(/[<&]/g, (letter) => `&#${letter.charCodeAt(0)};`)
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${spaces.join(' ')}><rdf:Description rdf:about=""><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped}</rdf:li></rdf:Alt></dc:title>${fields.join('')}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`
}
