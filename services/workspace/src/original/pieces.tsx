import type { Piece } from '@kitchen/document'

/** One of two texts: what the other does not have is struck out or underlined, not told by colour alone. */
export function Pieces({ pieces, as: Changed }: { readonly pieces: readonly Piece[]; readonly as: 'del' | 'ins' }) {
  let at = 0
  return pieces.map(({ text, same }) => {
    at += text.length + 1
    return same ? <span key={at}>{text}</span> : <Changed key={at}>{text}</Changed>
  })
}
