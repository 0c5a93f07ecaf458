import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import type { HtmlElement, HtmlNode } from '../src/index.ts'

/** HTML to a tree by parse5, as a server does it. */
export function parsed(html: string): HtmlElement {
  const [root] = nodesOf(parse(html))
  return root as HtmlElement
}

function nodesOf(parent: DefaultTreeAdapterTypes.ParentNode): HtmlNode[] {
  return parent.childNodes.flatMap((node): HtmlNode[] => {
    if ('value' in node) return [node.value]
    if (!('tagName' in node)) return []
    return [
      { tag: node.tagName, attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])), children: nodesOf(node) },
    ]
  })
}
