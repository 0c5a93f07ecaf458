import { Fragment } from 'react'
import { plain } from './entries.ts'

/** Shows the server's <mark> and nothing else of its markup. */
export function Marked({ text }: { readonly text: string }) {
  return text.split(/(<mark>.*?<\/mark>)/gs).map((piece, index) => {
    const marked = piece.startsWith('<mark>')
    const key = `${index}${piece}`
    return marked ? <mark key={key}>{plain(piece)}</mark> : <Fragment key={key}>{plain(piece)}</Fragment>
  })
}
