import { differences } from './differences.ts'

/** Puts each of `travel` behind the nearest neighbour that it has above, but never between a block and what this copy added behind it. */
export function placed(
  here: readonly string[],
  travel: readonly string[],
  above: readonly string[],
  own: ReadonlySet<string> = new Set(),
): string[] {
  const list = [...here]
  for (const id of travel) {
    const near = above.slice(0, above.indexOf(id)).findLast((one) => list.includes(one))
    let at = near === undefined ? 0 : list.indexOf(near) + 1
    while (near !== undefined && at < list.length && own.has(list[at]!)) at++
    list.splice(at, 0, id)
  }
  return list
}

/** Ids that changed their place: those outside the longest run that both orders share. */
export function movedIds(old: readonly string[], now: readonly string[]): Set<string> {
  const [a, b] = [old.filter((id) => now.includes(id)), now.filter((id) => old.includes(id))]
  return new Set(differences(a, b).flatMap(({ at, end }) => b.slice(at, end)))
}

/** The id before it, if any. */
export const idBefore = (ids: readonly string[], id: string): string | undefined => ids[ids.indexOf(id) - 1]
