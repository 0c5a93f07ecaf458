/** An uploaded file with its asset. */
export type Placed = { readonly name: string; readonly asset: string; readonly kind: 'photo' | 'video' | 'audio' }
type Json = { type?: string; attrs?: Record<string, unknown>; content?: Json[] }

/**
 * Puts assets where the manuscript names their files (`file:<name>`). What the manuscript does not name comes after the first paragraph, in order;
 * what it names and nobody uploaded is left out and answered by name.
 */
export function placeMedia(document: unknown, placed: readonly Placed[]): { document: unknown; missing: string[] } {
  const root = structuredClone(document) as Json
  const byName = new Map(placed.map((one) => [one.name, one]))
  const missing: string[] = []
  const used = new Set<string>()
  root.content = (root.content ?? []).flatMap((node) => {
    const name = fileOf(node)
    if (name === undefined) return [node]
    const one = byName.get(name)
    if (!one || one.kind === 'audio') {
      missing.push(name)
      return []
    }
    used.add(name)
    return [blockOf(one, node.attrs)]
  })
  const rest = placed.filter(({ name, kind }) => !used.has(name) && kind !== 'audio').map((one) => blockOf(one, { caption: '' }))
  const first = root.content.findIndex(({ type }) => type === 'paragraph' || type === 'lead')
  root.content.splice(first + 1, 0, ...rest)
  return { document: root, missing }
}

/** The assets that a document shows, those that came inside a manuscript too. */
export function assetsIn(document: unknown): string[] {
  const { content = [], attrs } = document as Json
  const own = typeof attrs?.asset === 'string' && attrs.asset !== '' && !attrs.asset.startsWith('file:') ? [attrs.asset] : []
  return [...own, ...content.flatMap(assetsIn)]
}

const fileOf = ({ attrs }: Json): string | undefined =>
  typeof attrs?.asset === 'string' && attrs.asset.startsWith('file:') ? attrs.asset.slice(5) : undefined

function blockOf({ asset, kind }: Placed, attrs: Record<string, unknown> = {}): Json {
  const { focus, ...kept } = attrs
  return kind === 'video'
    ? { type: 'video', attrs: { ...kept, asset } }
    : { type: 'picture', attrs: { ...kept, focus: focus ?? null, asset } }
}
