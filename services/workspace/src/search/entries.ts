/** One line of the palette: where it leads or what it does. `also` is matched but not shown. */
export type Entry = {
  readonly key: string
  readonly kind: string
  readonly label: string
  readonly also?: string
  readonly to: string | (() => void)
}
type Sources = {
  readonly commands: readonly Entry[]
  readonly stories: readonly Entry[]
  readonly found: readonly Entry[]
  readonly centres: readonly Entry[]
  readonly people: readonly Entry[]
}

/** What fits the typed letters: stories first, then what the server found, commands, centres, people; each key once. */
export function entriesOf(typed: string, { commands, stories, found, centres, people }: Sources): readonly Entry[] {
  const sought = typed.trim().toLowerCase()
  if (sought === '') return [...commands, ...stories.slice(0, 8)]
  const fits = ({ label, also = '' }: Entry) => `${label} ${also}`.toLowerCase().includes(sought)
  return once([...stories.filter(fits), ...found, ...commands.filter(fits), ...centres.filter(fits), ...people.filter(fits)]).slice(0, 24)
}

function once(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>()
  return entries.filter(({ key }) => !seen.has(key) && seen.add(key))
}

/** A highlighted headline as plain text: without marks, entities turned back. */
export const plain = (marked: string): string => new DOMParser().parseFromString(marked, 'text/html').body.textContent
