/** A strip of words over the picture: what it is for, the large line, the small one. */
export type LowerThird = { readonly kind: string; readonly large: string; readonly small: string }

/** Reads lower-thirds.txt: a line each, parted by tabs, the first one names the columns; plain lines are large ones. */
export function lowerThirdsOf(text: string): readonly LowerThird[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const rows = lines.map((line) => line.split('\t').map((part) => part.trim()))
  const tabled = rows[0]?.[0] === '类别'
  return rows
    .slice(tabled ? 1 : 0)
    .map(([first = '', large, small]) =>
      large === undefined ? { kind: '', large: first, small: '' } : { kind: first, large, small: small ?? '' },
    )
}
