import { createHash, randomBytes } from 'node:crypto'
import { Wrong } from './rules.ts'
import type { Published, SimulatedAccount, Store } from './store.ts'

/** How the simulated WeChat behaves. Times in milliseconds, tokens in seconds. */
export type SimulatorSettings = {
  /** How long the person at the account takes to press 群发 or to delete; null: nobody is there. */
  readonly handAfterMs: number | null
  readonly tokenSeconds: number
  /** Pushes of one account on one day. A plain account has one; the simulated ones are a media house's, with many, as each sample story is pushed by itself. */
  readonly pushesPerDay: number
  /** Calls of one account to one address in a minute, and on a day. */
  readonly callsPerMinute: number
  readonly callsPerDay: number
  /** How long a publication is "running" before its result stands. */
  readonly publishAfterMs: number
  /** How the result's event is told: lost, once or twice. */
  readonly callbacks: 'lost' | 'once' | 'twice'
  /** A code to answer a call with instead, for tests; `lost`: the call is done and the connection cut before the answer. */
  readonly fault: (call: { readonly path: string; readonly nth: number }) => number | 'lost' | undefined
}
export const usualSettings: SimulatorSettings = {
  handAfterMs: 1200,
  tokenSeconds: 7200,
  pushesPerDay: 1000,
  callsPerMinute: 6000,
  callsPerDay: 100_000,
  publishAfterMs: 300,
  callbacks: 'once',
  fault: () => undefined,
}

export type World = {
  readonly store: Store
  readonly settings: SimulatorSettings
  readonly now: () => number
  readonly origin: () => string
}

/** Accounts are made on first use: an appid and the secret that belongs to it by `secretOf`. */
export const secretOf = (appid: string): string => createHash('sha256').update(`simulated secret of ${appid}`).digest('hex').slice(0, 32)
export const appidOf = (outlet: string): string => `wx${createHash('sha256').update(outlet).digest('hex').slice(0, 16)}`

export function accountFor({ store }: World, appid: string): SimulatedAccount {
  const known = store.get('account', appid)
  if (known) return known
  if (!/^wx[0-9a-f]{16}$/.test(appid)) throw new Wrong(40013, 'invalid appid')
  const made: SimulatedAccount = { appid, secret: secretOf(appid), kind: 'subscription', verified: true, allowed: null, callback: null }
  store.put('account', appid, made)
  return made
}

export const newId = (length = 32): string => randomBytes(length).toString('base64url').slice(0, length)

/** Sends a draft: its articles get addresses, the draft leaves the box. Refuses when the day's pushes are used up (45028). */
export function sendDraft(world: World, appid: string, draftId: string, how: Published['how']): Published[] {
  const { store, settings, now } = world
  const draft = store.get('draft', draftId)
  if (draft?.appid !== appid || draft.state !== 'draft') throw new Wrong(40007, 'invalid media_id')
  if (how !== 'publish' && pushesToday(world, appid) >= settings.pushesPerDay) throw new Wrong(45028, 'has no masssend quota')
  const [message, publish] = [Math.floor(Math.random() * 2 ** 40), newId(16)]
  const articles = draft.articles.map(
    (article): Published => ({ appid, id: newId(22), draft: draftId, how, message, publish, article, at: now(), deleted: false }),
  )
  for (const one of articles) store.put('published', one.id, one)
  store.put('draft', draftId, { ...draft, state: 'sent' })
  return articles
}

/** Pushes of the account since midnight in China; the articles of one push count once. */
export function pushesToday({ store, now }: World, appid: string): number {
  const day = dayOf(now())
  const pushes = store.all('published').filter((one) => one.appid === appid && one.how !== 'publish' && dayOf(one.at) === day)
  return new Set(pushes.map(({ message }) => message)).size
}
export const dayOf = (time: number): string => new Date(time + 8 * 3_600_000).toISOString().slice(0, 10)

/** What the person at the account does about a draft: presses 群发 once it has been there long enough. */
export function handOn(
  world: World,
  appid: string,
  draftId: string,
): { is: 'sent'; url: string } | { is: 'waiting' } | { is: 'no-push-left' } {
  const sent = world.store.all('published').find((one) => one.draft === draftId && one.appid === appid)
  if (sent) return { is: 'sent', url: urlOf(world, sent) }
  const draft = world.store.get('draft', draftId)
  if (!draft || draft.state === 'deleted' || world.settings.handAfterMs === null || world.now() - draft.at < world.settings.handAfterMs)
    return { is: 'waiting' }
  if (pushesToday(world, appid) >= world.settings.pushesPerDay) return { is: 'no-push-left' }
  return { is: 'sent', url: urlOf(world, sendDraft(world, appid, draftId, 'hand')[0]!) }
}

export const urlOf = ({ origin }: World, { id }: Published): string => `${origin()}/s/${id}`
export const deleteArticle = ({ store }: World, one: Published): void => store.put('published', one.id, { ...one, deleted: true })
