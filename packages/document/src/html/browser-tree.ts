import { type HtmlElement, type HtmlNode, treeDepth } from './tree.ts'

/** HTML to a tree by the browser's own parser (which runs no script and loads nothing). What is nested below the depth is lifted up to it. */
export function browserTree(html: string): HtmlElement {
  return read(new DOMParser().parseFromString(html, 'text/html').body, 0)
}

function read(from: Element, depth: number): HtmlElement {
  const attributes = Object.fromEntries([...from.attributes].map(({ name, value }) => [name.toLowerCase(), value]))
  return {
    tag: from.localName,
    attributes,
    children: depth < treeDepth ? [...from.childNodes].flatMap((child) => node(child, depth + 1)) : [from.textContent ?? ''],
  }
}

function node(from: ChildNode, depth: number): HtmlNode[] {
  if (from instanceof Text) return [from.data]
  return from instanceof Element ? [read(from, depth)] : []
}
