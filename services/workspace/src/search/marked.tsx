import { plain } from './entries.ts'
import { piecesOf } from './pieces.ts'

/** Shows what was found in a text, and nothing of its markup. */
export function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  return piecesOf(text, query, plain).map(({ text: piece, found }, index) => {
    const key = `${index} ${piece}`
    return found ? <mark key={key}>{piece}</mark> : <span key={key}>{piece}</span>
  })
}
