/** The least that a parsed HTML tree has to say: a text, or an element with its attributes (names in lower case) and what is inside. */
export type HtmlNode = string | HtmlElement
export type HtmlElement = {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly HtmlNode[]
}

/** Trees are no deeper than this: the walkers recurse. Whoever builds one flattens or refuses what lies below. */
export const treeDepth = 200

/** Builds an element; for plain texts, and in tests. */
export const element = (tag: string, attributes: Record<string, string>, children: readonly HtmlNode[]): HtmlElement => ({
  tag,
  attributes,
  children,
})

/** All text inside, as it stands. */
export function textIn(node: HtmlNode): string {
  return typeof node === 'string' ? node : node.children.map(textIn).join('')
}

/** Whether an element inside (or the element itself) passes. */
export function someElement(node: HtmlNode, test: (one: HtmlElement) => boolean): boolean {
  return typeof node !== 'string' && (test(node) || node.children.some((child) => someElement(child, test)))
}

/** All elements inside that pass, outermost first; does not look into those found. */
export function elementsIn(node: HtmlElement, test: (one: HtmlElement) => boolean): HtmlElement[] {
  return node.children.flatMap((child) => (typeof child === 'string' ? [] : test(child) ? [child] : elementsIn(child, test)))
}

/** A declaration of the style attribute, lower case, or ''. */
export function styleOf({ attributes }: HtmlElement, property: string): string {
  for (const declaration of (attributes.style ?? '').toLowerCase().split(';')) {
    const colon = declaration.indexOf(':')
    if (declaration.slice(0, colon).trim() === property) return declaration.slice(colon + 1).trim()
  }
  return ''
}
