import { shelf } from '../kept/shelf.ts'

/** What the kitchen has not got yet, kept in this browser with the revision it was made from. */
export type DraftCopy = {
  readonly story: string
  readonly revision: number
  readonly document: unknown
  readonly mustCarry: boolean
  readonly at: string
}
const drafts = shelf<DraftCopy>('drafts')
const aside = shelf<DraftCopy>('set-aside')
const week = 7 * 86_400_000

/** What this person left unsent of a story in this browser; of nobody else who uses it. What was kept before people were told apart is taken once. */
export async function keptDraft(person: string, story: string): Promise<DraftCopy | undefined> {
  return (await drafts.take(draftKey(person, story)).catch(() => undefined)) ?? (await drafts.take(story).catch(() => undefined))
}
export const keepDraft = (person: string, copy: DraftCopy): Promise<void> => drafts.put(draftKey(person, copy.story), copy)
export async function forgetDraft(person: string, story: string): Promise<void> {
  await drafts.drop(draftKey(person, story))
  await drafts.drop(story)
}
const draftKey = (person: string, story: string) => `${person} ${story}`

/** Keeps the half of a conflict that was not chosen, for a week. */
export async function setAside(copy: DraftCopy): Promise<void> {
  const old = (await aside.all()).filter(({ at }) => Date.now() - Date.parse(at) > week)
  for (const one of old) await aside.drop(keyOf(one))
  await aside.put(keyOf(copy), copy)
}
/** What was set aside of a story, newest first. */
export async function asideOf(story: string): Promise<readonly DraftCopy[]> {
  const all = await aside.all().catch(() => [])
  return all.filter((one) => one.story === story).toSorted((one, other) => (one.at < other.at ? 1 : -1))
}

const keyOf = ({ story, at }: DraftCopy) => `${story} ${at}`

/** Whether two documents say the same: what differs only in the order of keys does not differ. */
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
