import { shelf } from '../kept/shelf.ts'

/** A text that is not in the story: what was not taken from this browser, with its story. */
export type AsideCopy = {
  readonly story: string
  /** Whose it is; texts of an older program do not say. */
  readonly person?: string
  readonly document: unknown
  readonly mustCarry: boolean
  readonly at: string
}
const aside = shelf<AsideCopy>('set-aside')
const drafts = shelf<AsideCopy>('drafts')
const week = 7 * 86_400_000

/** Keeps a text for a week. */
export async function setAside(copy: AsideCopy): Promise<void> {
  const old = (await aside.all()).filter(({ at }) => Date.now() - Date.parse(at) > week)
  for (const one of old) await aside.drop(keyOf(one))
  await aside.put(keyOf(copy), copy)
}

/** What was set aside of a story, newest first. What an older program had kept here and never sent is among it. */
export async function asideOf(person: string, story: string): Promise<readonly AsideCopy[]> {
  for (const key of [story, `${person} ${story}`]) {
    const left = await drafts.take(key).catch(() => undefined)
    if (!left) continue
    await setAside({ ...left, person })
    await drafts.drop(key)
  }
  const all = await aside.all().catch(() => [])
  return all
    .filter((one) => one.story === story && (one.person ?? person) === person)
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
}

const keyOf = ({ story, at }: AsideCopy) => `${story} ${at}`
