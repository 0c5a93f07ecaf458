/** A stretch of text that is or is not what was sought. */
export type Piece = { readonly text: string; readonly found: boolean }

/** Cuts a server's text at its <mark>; where it marked nothing, at the words that were typed. `plain` takes the markup off. */
export function piecesOf(marked: string, query: string, plain: (text: string) => string): readonly Piece[] {
  const cut = marked.split(/(<mark>.*?<\/mark>)/gs).filter((piece) => piece !== '')
  if (cut.some((piece) => piece.startsWith('<mark>')))
    return cut.map((piece) => ({ text: plain(piece), found: piece.startsWith('<mark>') }))
  const words = query.split(/\s+/).filter((word) => word !== '')
  const text = plain(marked)
  if (words.length === 0) return [{ text, found: false }]
  const sought = new RegExp(`(${words.map(literal).join('|')})`, 'giu')
  return text
    .split(sought)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, found: words.some((word) => word.toLowerCase() === piece.toLowerCase()) }))
}

const literal = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
