import type { OriginalView } from '@kitchen/api'
import { compareTexts } from '@kitchen/document'
import { Button } from 'antd'
import { DocumentText } from '../story/document-text.tsx'
import { type PlainNode, textOf } from '../story/plain-document.ts'
import { useWords } from '../words/provider.tsx'
import { Pieces } from './pieces.tsx'
import { alone, type Row, rowsOf } from './rows.ts'
import { useAmend } from './use-amend.ts'

/** The original on the left, the copy on the right, block by block, each with what became of it. */
export function SideBySide({ original, document }: { readonly original: OriginalView; readonly document: unknown }) {
  const { words } = useWords()
  const rows = rowsOf(original.original, document, original.lineage)
  const [locked, unread] = [new Set(original.locked), new Set(original.unread)]
  return (
    <div className="sides">
      <div className="sides-head" aria-hidden>
        <span>{words.original.above}</span>
        <span>{words.original.here}</span>
      </div>
      {rows.map((row) => (
        <Pair key={row.id} row={row} locked={locked.has(row.id)} unread={unread.has(row.id)} story={original.story} />
      ))}
    </div>
  )
}

function Pair({
  row,
  locked,
  unread,
  story,
}: {
  readonly row: Row
  readonly locked: boolean
  readonly unread: boolean
  readonly story: string
}) {
  const { words } = useWords()
  const { lineage, above, here } = row
  const pieces = lineage === 'changed' && isText(above) && isText(here) ? compareTexts(textOf(above), textOf(here)) : undefined
  return (
    <section className="pair" data-lineage={lineage} data-block={row.id} data-unread={unread || undefined}>
      <div className="pair-text">
        {pieces ? (
          <p lang="zh-CN">
            <Pieces pieces={pieces.above} as="del" />
          </p>
        ) : (
          <Block node={above} />
        )}
      </div>
      <div className="pair-text">
        {pieces ? (
          <p lang="zh-CN">
            <Pieces pieces={pieces.here} as="ins" />
          </p>
        ) : (
          <Block node={here} />
        )}
        <p className="pair-marks">
          <span className="lineage" data-lineage={lineage}>
            {words.original.lineage[lineage]}
          </span>
          {locked && <span className="pair-locked">{words.original.locked}</span>}
          {unread && <Unread block={row.id} story={story} />}
        </p>
      </div>
    </section>
  )
}

function Unread({ block, story }: { readonly block: string; readonly story: string }) {
  const { words } = useWords()
  const read = useAmend<{ block: string }>(story, 'read')
  return (
    <span className="pair-unread">
      {words.original.unread}
      <Button size="small" onClick={() => read.mutate({ block })} loading={read.isPending}>
        {words.original.read}
      </Button>
    </span>
  )
}

const textKinds = ['kicker', 'headline', 'deck', 'byline', 'lead', 'paragraph', 'subhead', 'quotation']
const isText = (node: PlainNode | undefined): node is PlainNode =>
  node !== undefined && textKinds.includes(node.type) && (node.content ?? []).every(({ type }) => type === 'text')

const Block = ({ node }: { readonly node: PlainNode | undefined }) =>
  node ? <DocumentText document={alone(node)} /> : <p className="pair-none">—</p>
