import { type HtmlElement, type HtmlNode, treeDepth } from '@kitchen/document'
import { type DefaultTreeAdapterMap, type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5'
import { refuse } from '../refusals.ts'

type Parent = DefaultTreeAdapterTypes.ParentNode

const mostElements = 100_000

/** HTML to a plain tree by the parser of the HTML standard, on which no browser differs. Refuses `ingest/too-deep` and `ingest/too-heavy` while it parses, so that hostile nesting costs no time. */
export function htmlTree(html: string): HtmlElement {
  const document = parse<DefaultTreeAdapterMap>(html, { treeAdapter: watchfulAdapter(), scriptingEnabled: false })
  return { tag: 'html', attributes: {}, children: nodesOf(document, 0) }
}

/** The standard adapter, with the depth of each element and their number in view. */
function watchfulAdapter(): typeof defaultTreeAdapter {
  const depths = new WeakMap<object, number>()
  let elements = 0
  const appendChild = (parent: Parent, child: DefaultTreeAdapterTypes.ChildNode) => {
    const depth = (depths.get(parent) ?? 0) + 1
    if (depth > treeDepth) throw refuse('ingest/too-deep')
    depths.set(child, depth)
    defaultTreeAdapter.appendChild(parent, child)
  }
  const createElement: typeof defaultTreeAdapter.createElement = (...given) => {
    if (++elements > mostElements) throw refuse('ingest/too-heavy')
    return defaultTreeAdapter.createElement(...given)
  }
  return { ...defaultTreeAdapter, appendChild, createElement }
}

function nodesOf(parent: Parent, depth: number): HtmlNode[] {
  if (depth > treeDepth) throw refuse('ingest/too-deep')
  return parent.childNodes.flatMap((node): HtmlNode[] => {
    if (defaultTreeAdapter.isTextNode(node)) return [node.value]
    if (!defaultTreeAdapter.isElementNode(node)) return []
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]))
    return [{ tag: node.tagName, attributes, children: nodesOf(node, depth + 1) }]
  })
}
