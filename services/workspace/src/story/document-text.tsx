import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { renditionsQuery } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'
import { assetsOf, attr, type PlainNode, plainDocument, textOf } from './plain-document.ts'
import { imageUrl } from './renditions.ts'
import './document-text.css'

const Images = createContext<ReadonlyMap<string, string>>(new Map())

/** A story to read: titles, text, pictures. Made from data, never from markup. */
export function DocumentText({ document }: { readonly document: unknown }) {
  const plain = plainDocument(document)
  const renditions = useQuery(renditionsQuery(plain ? assetsOf(plain) : []))
  if (!plain) return null
  const images = new Map(
    (renditions.data ?? []).flatMap((one) => {
      const url = imageUrl(one)
      return url ? [[String(one.asset), url] as const] : []
    }),
  )
  return (
    <Images value={images}>
      <article className="story-text" lang="zh-CN">
        {(plain.content ?? []).map((block, index) => (
          <Block key={attr(block, 'id') || index} node={block} />
        ))}
      </article>
    </Images>
  )
}

function Block({ node }: { readonly node: PlainNode }): ReactNode {
  const { words } = useWords()
  const inside = <Children node={node} />
  if (['kicker', 'headline', 'deck', 'byline'].includes(node.type))
    return textOf(node) === '' ? null : <p className={`story-${node.type}`}>{inside}</p>
  switch (node.type) {
    case 'subhead':
      return <h2>{inside}</h2>
    case 'quotation':
      return (
        <blockquote>
          {inside}
          {attr(node, 'attribution') && <footer>—— {attr(node, 'attribution')}</footer>}
        </blockquote>
      )
    case 'bulletList':
      return <ul>{inside}</ul>
    case 'orderedList':
      return <ol>{inside}</ol>
    case 'listItem':
      return <li>{inside}</li>
    case 'table':
      return <Table node={node} />
    case 'picture':
    case 'video':
      return <Figure node={node} name={node.type === 'picture' ? words.filing.picture : words.filing.video} />
    case 'factBox':
    case 'editorsNote':
    case 'contact':
      return (
        <aside>
          {attr(node, 'title') && <p className="story-box">{attr(node, 'title')}</p>}
          {inside}
        </aside>
      )
    case 'itemText':
    case 'cellText':
      return inside
    case 'hole':
      return <p className="story-slot">［{attr(node, 'hint')}］</p>
    case 'lead':
      return <p className="story-lead">{inside}</p>
    default:
      return <p>{inside}</p>
  }
}

const Children = ({ node }: { readonly node: PlainNode }): ReactNode =>
  (node.content ?? []).map((child, index) => {
    const key = attr(child, 'id') || String(index)
    if (child.type === 'text') return <Inline key={key} node={child} />
    if (child.type === 'slot') return <Slot key={key} node={child} />
    return child.type === 'hardBreak' ? <br key={key} /> : <Block key={key} node={child} />
  })

/** What was put into a slot, or what is to be. */
const Slot = ({ node }: { readonly node: PlainNode }) => (
  <span className="story-slot">{attr(node, 'value') || `［${attr(node, 'hint')}］`}</span>
)

function Inline({ node }: { readonly node: PlainNode }): ReactNode {
  return (node.marks ?? []).reduce<ReactNode>((inner, mark) => {
    const href = mark.attrs?.href
    if (mark.type === 'strong') return <strong>{inner}</strong>
    if (mark.type === 'em') return <em>{inner}</em>
    if (mark.type === 'link' && typeof href === 'string' && /^(https?:|mailto:|tel:)/i.test(href))
      return (
        <a href={href} rel="noopener noreferrer nofollow" target="_blank">
          {inner}
        </a>
      )
    return inner
  }, node.text ?? '')
}

/** Rows and cells have no ids: their place is their key. */
const keyed = (nodes: readonly PlainNode[] = []) => nodes.map((node, index) => [String(index), node] as const)

function Table({ node }: { readonly node: PlainNode }) {
  return (
    <div className="story-table">
      <table>
        {attr(node, 'title') && <caption>{attr(node, 'title')}</caption>}
        <tbody>
          {keyed(node.content).map(([key, row]) => (
            <tr key={key}>
              {keyed(row.content).map(([at, cell]) => {
                const Cell = cell.type === 'tableHeader' ? 'th' : 'td'
                return (
                  <Cell key={at} colSpan={Number(cell.attrs?.colspan ?? 1)} rowSpan={Number(cell.attrs?.rowspan ?? 1)}>
                    <Children node={cell} />
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {attr(node, 'note') && <p className="story-note">{attr(node, 'note')}</p>}
    </div>
  )
}

function Figure({ node, name }: { readonly node: PlainNode; readonly name: string }) {
  const url = useContext(Images).get(attr(node, 'asset'))
  return (
    <figure>
      {url ? <img src={url} alt={attr(node, 'alt') || attr(node, 'caption')} loading="lazy" /> : <div className="story-blank">{name}</div>}
      <figcaption>
        {attr(node, 'caption')}
        {attr(node, 'credit') && <span className="story-credit">（{attr(node, 'credit')}）</span>}
      </figcaption>
    </figure>
  )
}
