import type { Figure } from './draft.ts'
import type { Notes } from './notes.ts'
import { type HtmlElement, styleOf } from './tree.ts'

/** A picture or video that names a file beside the manuscript; one from elsewhere (an address, inside the text, another disk) is noted and left behind. */
export function figureOf(node: HtmlElement, notes: Notes): Figure | undefined {
  const source = (node.attributes.src || node.attributes['data-src'] || '').trim()
  const file = fileName(source)
  const [alt, credit] = [(node.attributes.alt ?? '').trim(), (node.attributes.title ?? '').trim()]
  if (file !== undefined)
    return {
      kind: 'figure',
      block: /\.(mp4|mov|m4v|mkv|webm|avi|mts|m2ts|mxf|ts)$/i.test(file) ? 'video' : 'picture',
      file,
      caption: alt,
      credit,
      alt: '',
    }
  if (source !== '' && !isTracker(node)) notes.picture(nameIn(source))
  return undefined
}

/** The name of a file beside the manuscript, or undefined for anything with a scheme or from the root. */
function fileName(source: string): string | undefined {
  if (source === '' || /^[a-z][a-z\d+.-]*:|^[/\\]/i.test(source)) return undefined
  const name = decoded(source.split(/[?#]/)[0]!).split(/[/\\]/).at(-1)!
  return name === '' || name.length > 200 ? undefined : name
}

function nameIn(source: string): string {
  if (source.startsWith('data:')) return ''
  const last = decoded(source.split(/[?#]/)[0]!).split(/[/\\]/).at(-1) ?? ''
  return /\.\w{2,5}$/.test(last) ? last.slice(0, 60) : ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const isTracker = (node: HtmlElement): boolean =>
  [node.attributes.width, node.attributes.height, styleOf(node, 'width')].some((size) => size !== undefined && /^[01](px)?$/.test(size))
