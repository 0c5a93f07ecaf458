import { canonicalJson, countCharacters, emptyDocument, headlineOf, parseDocument, withBlockIds } from '@kitchen/document'

/** The text of a story as it is kept: the document as JSON with an id on every block, and what lists show of it. `characters` by Chinese count. */
export type Text = { readonly document: unknown; readonly headline: string; readonly characters: number }

/** A document from outside as text. Refuses with `document/…` what is no story document. */
export function textOf(value: unknown): Text {
  const node = withBlockIds(value === undefined ? emptyDocument() : parseDocument(value))
  return { document: node.toJSON() as unknown, headline: headlineOf(node), characters: countCharacters(node) }
}

/** Whether two documents say the same, whatever the order of their keys. */
export const sameDocument = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other)
