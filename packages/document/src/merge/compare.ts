import { schema } from '../schema.ts'
import { sideOf } from './sides.ts'
import { tokensOf, wordsOf } from './tokens.ts'

/** A run of one of two texts; `same`: the other has it too. */
export type Piece = { readonly text: string; readonly same: boolean }

/** Two texts against each other, cut as the merge cuts them: for showing what was changed where. */
export function compareTexts(above: string, here: string): { readonly above: Piece[]; readonly here: Piece[] } {
  const tokens = tokensOf(paragraph(above))
  const side = sideOf(tokens, paragraph(here))
  const edits = [...side.edits, { from: tokens.length, to: tokens.length, at: side.tokens.length, end: side.tokens.length }]
  const ranges = edits.map((edit, at) => ({ ...edit, since: edits[at - 1]?.to ?? 0, sinceHere: edits[at - 1]?.end ?? 0 }))
  const piece = (text: string, same: boolean): Piece[] => (text === '' ? [] : [{ text, same }])
  return {
    above: ranges.flatMap(({ from, to, since }) => [
      ...piece(wordsOf(tokens.slice(since, from)), true),
      ...piece(wordsOf(tokens.slice(from, to)), false),
    ]),
    here: ranges.flatMap(({ at, end, sinceHere }) => [
      ...piece(wordsOf(side.tokens.slice(sinceHere, at)), true),
      ...piece(wordsOf(side.tokens.slice(at, end)), false),
    ]),
  }
}

const paragraph = (text: string) => schema.node('paragraph', { id: '' }, text === '' ? [] : [schema.text(text)])
