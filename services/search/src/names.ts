import type { Suggestion } from './document.ts'
import type { Facts } from './facts.ts'
import { fold } from './tokens.ts'

const most = 12

/** Places and people whose names begin with what was typed, then those that hold it. They are a closed list, so no engine has to complete them. */
export function namesLike({ places, people }: Pick<Facts, 'places' | 'people'>, text: string): readonly Omit<Suggestion, 'count'>[] {
  const typed = fold(text.trim())
  if (typed === '') return []
  const named = [
    ...places.map((name) => ({ kind: 'place' as const, name })),
    ...people.map((name) => ({ kind: 'person' as const, name })),
  ].map((one) => ({ ...one, at: fold(one.name).indexOf(typed) }))
  return named
    .filter(({ at }) => at >= 0)
    .sort((a, b) => Number(a.at > 0) - Number(b.at > 0))
    .slice(0, most)
    .map(({ kind, name }) => ({ kind, name }))
}
