import mammoth from 'mammoth'
import { refuse } from '../refusals.ts'
import { guardDocx } from './zip-guard.ts'

/** A picture out of a manuscript, under the name that the HTML gives it. */
export type Picture = { readonly name: string; readonly bytes: Uint8Array }
export type DocxHtml = { readonly html: string; readonly pictures: readonly Picture[] }

/** A .docx as HTML, its pictures beside it. Styles Title and Subtitle (标题, 副标题) and centred lines are marked for whoever looks for titles. */
export async function docxHtml(bytes: Buffer): Promise<DocxHtml> {
  await guardDocx(bytes)
  const pictures: Picture[] = []
  const convertImage = mammoth.images.imgElement(async (image) => {
    const extension = extensions[image.contentType]
    const content = extension === undefined ? undefined : await image.readAsBuffer().catch(() => undefined)
    if (content === undefined) return { src: 'data:', alt: '' }
    const name = `picture-${pictures.length + 1}.${extension}`
    pictures.push({ name, bytes: content })
    return { src: name, alt: '' }
  })
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: bytes },
      { styleMap, convertImage, externalFileAccess: false, transformDocument: withCentred },
    )
    return { html: value, pictures }
  } catch (cause) {
    throw Object.assign(refuse(cause instanceof RangeError ? 'ingest/too-deep' : 'ingest/damaged'), { cause })
  }
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/tiff': 'tif',
  'image/bmp': 'bmp',
}

const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='标题'] => h1:fresh",
  "p[style-name='Subtitle'] => p.deck:fresh",
  "p[style-name='副标题'] => p.deck:fresh",
  "p[style-name='Quote'] => blockquote:fresh",
  "p[style-name='Intense Quote'] => blockquote:fresh",
  "p[style-name='kitchen centred'] => p.centred:fresh",
  "p[style-name='Caption'] => p:fresh",
  'u => ',
  'strike => ',
]

type Element = {
  readonly type: string
  readonly alignment?: string | null
  readonly styleName?: string | null
  readonly children?: readonly Element[]
}

/** mammoth leaves alignment out of its HTML: a centred paragraph without a heading's style gets a style of its own. */
function withCentred(element: Element): Element {
  const children = element.children?.map(withCentred)
  const centred =
    element.type === 'paragraph' && element.alignment === 'center' && /^(?:normal|正文|body text)?$/i.test(element.styleName ?? '')
  return { ...element, ...(children === undefined ? {} : { children }), ...(centred ? { styleName: 'kitchen centred' } : {}) }
}
