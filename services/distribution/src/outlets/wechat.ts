import type { BlobStore } from '@kitchen/blob-store'
import type { Database } from '@kitchen/database'
import { type Bilingual, Refusal } from '@kitchen/model'
import { z } from 'zod'
import { type Acted, type Attempt, lookNow, type OutletAdapter, type Parcel, type Sight } from '../outlet.ts'
import { refuse } from '../refusals.ts'
import { taskOf } from '../wechat/change.ts'
import type { Found, WechatClient } from '../wechat/client.ts'
import { articleOf, forgetUploads, readWording } from '../wechat/draft.ts'
import { refusalOf, WechatError } from '../wechat/errors.ts'
import type { Hand } from '../wechat/hand.ts'
import { type Articles, articleUrl, readArticle, textHash, textOf } from '../wechat/page.ts'
import type { Account } from '../wechat/token.ts'

export type WechatNeeds = {
  readonly database: Database
  readonly blobs: BlobStore
  readonly client: WechatClient
  readonly base: string
  readonly accountOf: (outlet: string) => Account | undefined
  readonly articles: Articles
  /** Presses 群发 and deletes where a person would: the simulator's. Without one both are a person's task. */
  readonly hand: Hand | undefined
  /** `hand`: a person sends the draft. `publish`: freepublish, a public address that notifies nobody. */
  readonly mode: 'hand' | 'publish'
  readonly publicOrigin: string
  readonly clock: () => Date
}

/** What this adapter remembers of a delivery. `handled`: a person says that it is done, which a look then has to prove. */
const remembered = z.object({
  intendedAt: z.string().nullish(),
  mediaId: z.string().nullish(),
  publishId: z.string().nullish(),
  articleId: z.string().nullish(),
  messageId: z.number().nullish(),
  url: z.string().nullish(),
  handled: z.boolean().nullish(),
  draftDeleted: z.boolean().nullish(),
})
const markOf = ({ mark }: Parcel) => remembered.parse(mark)

export const cardRemains: Bilingual = {
  zh: '文章已删除，但已推送到读者聊天列表的卡片收不回，点开显示“已删除”。',
  en: 'The article is deleted, but its card stays in readers’ chats; opened, it says “deleted”.',
}

/**
 * An Official Account. The product becomes a draft; a person presses 群发; the address of the article is found or pasted, and what counts is that page.
 * What is carried for another centre is published without a push: the one of the day belongs to the account's own.
 * A lost answer is read back: the draft is found by its 阅读原文 link, which names the product, so that there is never a second one.
 */
export function wechatOutlet(needs: WechatNeeds): OutletAdapter {
  return {
    concurrency: 2,
    send: (parcel, with_) => told(() => send(needs, parcel, with_)),
    probe: (parcel, with_) => told(() => look(needs, parcel, with_)),
    withdraw: (parcel, with_) => told(() => withdraw(needs, parcel, with_)),
  }
}

async function send(needs: WechatNeeds, parcel: Parcel, with_: Attempt): Promise<Acted> {
  const account = accountFor(needs, parcel)
  if (markOf(parcel).draftDeleted) throw refuse('distribution/withdrawn-already')
  if (markOf(parcel).url) return lookNow
  await makeWay(needs, account, parcel, with_)
  const mediaId = await draftFor(needs, account, parcel, with_)
  return needs.mode === 'publish' || parcel.carried
    ? publish(needs, account, mediaId, parcel, with_)
    : handOver(needs, account, mediaId, with_)
}

async function draftFor(needs: WechatNeeds, account: Account, parcel: Parcel, { signal, remember }: Attempt): Promise<string> {
  const { mediaId, intendedAt } = markOf(parcel)
  if (mediaId) return mediaId
  const found = intendedAt ? await needs.client.findDraft(account, sourceOf(parcel), signal) : undefined
  const id = found ?? (await makeDraft(needs, account, parcel, { signal, remember }))
  await remember({ mediaId: id })
  return id
}

/** 阅读原文 of an article: it names the product, so that a draft is found again by it. */
const sourceOf = ({ centre, story, version }: Parcel) => `/sites/${centre}/stories/${story}/?from=wechat&v=${version}`

async function makeDraft(needs: WechatNeeds, account: Account, parcel: Parcel, { signal, remember }: Attempt): Promise<string> {
  const wording = await readWording(needs.blobs, parcel)
  const article = await articleOf({ ...needs, account, parcel, signal }, wording, `${needs.publicOrigin}${sourceOf(parcel)}`)
  await remember({ intendedAt: needs.clock().toISOString() })
  return needs.client.addDraft(account, article, signal).catch(async (error: unknown) => {
    if (!(error instanceof WechatError) || error.code !== 40007) throw error
    await forgetUploads({ ...needs, account, parcel })
    throw refuse('distribution/wechat-busy', { code: error.code })
  })
}

async function handOver({ hand, articles }: WechatNeeds, account: Account, mediaId: string, { signal, remember }: Attempt): Promise<Acted> {
  if (!hand) throw refuse('distribution/wechat-press-send')
  const sent = await hand.sentAs(account, mediaId, signal)
  if (sent.is === 'no-push-left') throw refuse('distribution/wechat-no-push-left')
  if (sent.is === 'waiting') return { look: 'later', afterMs: 400, refusal: null }
  await remember({ url: articleUrl(articles, sent.url) })
  return lookNow
}

/** `submit` is only accepted; the result is asked for, as its event may come twice or never. */
async function publish(
  { client }: WechatNeeds,
  account: Account,
  mediaId: string,
  parcel: Parcel,
  { signal, remember }: Attempt,
): Promise<Acted> {
  const submitted = markOf(parcel).publishId ?? (await submit(client, account, mediaId, parcel, signal))
  if (typeof submitted !== 'string') {
    await remember({ url: submitted.url, articleId: submitted.id })
    return lookNow
  }
  await remember({ publishId: submitted })
  const { status, url, articleId } = await client.published(account, submitted, signal)
  if (status === 1) return { look: 'later', afterMs: 1000, refusal: null }
  if (status !== 0 || !url) throw refuse('distribution/wechat-refused', { code: status, detail: 'freepublish/get' })
  await remember({ url, articleId: articleId ?? null })
  return lookNow
}

/** A draft that is gone was submitted, and its answer lost: the publication is found by its 阅读原文. */
async function submit(
  client: WechatClient,
  account: Account,
  mediaId: string,
  parcel: Parcel,
  signal: AbortSignal,
): Promise<string | Found> {
  return client.publish(account, mediaId, signal).catch(async (error: unknown) => {
    const found =
      error instanceof WechatError && error.code === 40007 ? await client.findPublished(account, sourceOf(parcel), signal) : undefined
    if (found?.url) return found
    throw error
  })
}

async function look(needs: WechatNeeds, parcel: Parcel, { signal }: Attempt): Promise<Sight> {
  const { url, mediaId, articleId, draftDeleted } = markOf(parcel)
  const seenAt = new Date().toISOString()
  if (!url)
    return draftDeleted
      ? { is: 'gone', receipt: { draft: mediaId, deleted: true, seenAt }, remains: null }
      : { is: 'absent', detail: mediaId ?? parcel.product }
  if (parcel.why === 'superseded' && (await changedInPlace(needs.database, parcel, url)))
    return { is: 'gone', receipt: { url, replaced: true, seenAt }, remains: null }
  const address = articleUrl(needs.articles, url)
  const seen = await readArticle(address, signal)
  if (seen.is === 'deleted')
    return { is: 'gone', receipt: { url: address, deleted: true, seenAt }, remains: articleId ? null : cardRemains }
  if (seen.is === 'absent') return seen
  const { draft, content } = await readWording(needs.blobs, parcel)
  const text = textOf(content)
  if (seen.title !== draft.title || !seen.text.includes(text))
    return { is: 'absent', detail: seen.title === draft.title ? '正文不同 text differs' : `标题不同 title: ${seen.title.slice(0, 40)}` }
  return {
    is: 'there',
    receipt: { url: address, title: seen.title, textSha256: textHash(text), draft: mediaId ?? null, seenAt },
    url: address,
  }
}

async function withdraw(needs: WechatNeeds, parcel: Parcel, with_: Attempt): Promise<Acted> {
  const { url, articleId, messageId, handled } = markOf(parcel)
  const account = accountFor(needs, parcel)
  if (!url) return forgetDraft(needs, account, parcel, with_)
  if (parcel.why === 'superseded' && (await changedInPlace(needs.database, parcel, url))) return lookNow
  if ((await readArticle(articleUrl(needs.articles, url), with_.signal)).is === 'deleted') return lookNow
  if (handled) await with_.remember({ handled: null })
  if (articleId) await needs.client.deletePublished(account, articleId, with_.signal)
  else if (messageId) await needs.client.deleteSent(account, messageId, with_.signal)
  else if (needs.hand) return askHand(needs.hand, account, articleUrl(needs.articles, url), with_)
  else throw refuse('distribution/wechat-delete-by-hand')
  return lookNow
}

async function askHand(hand: Hand, account: Account, url: string, { signal }: Attempt): Promise<Acted> {
  return (await hand.pleaseDelete(account, url, signal)) ? lookNow : { look: 'later', afterMs: 400, refusal: null }
}

/** A draft that nobody has sent yet is deleted; one that is not in the box any more was sent: an article to be withdrawn. */
async function forgetDraft(needs: WechatNeeds, account: Account, parcel: Parcel, with_: Attempt): Promise<Acted> {
  const { mediaId, intendedAt } = markOf(parcel)
  const id = mediaId ?? (intendedAt ? await needs.client.findDraft(account, sourceOf(parcel), with_.signal) : undefined)
  if (id && !(await deleteDraft(needs, account, id, with_))) {
    const sent = await sentMeanwhile(needs, account, id, parcel, with_)
    if (sent !== 'nothing') {
      if (sent !== 'unknown') await with_.remember(sent)
      return { look: 'later', afterMs: sent === 'unknown' ? 1000 : 10, refusal: null }
    }
  }
  await with_.remember({ draftDeleted: true })
  return lookNow
}

/** False when the box holds no such draft: it was sent, or deleted before. */
async function deleteDraft({ client }: WechatNeeds, account: Account, id: string, { signal }: Attempt): Promise<boolean> {
  try {
    await client.deleteDraft(account, id, signal)
    return true
  } catch (error) {
    if (error instanceof WechatError && error.code === 40007) return false
    throw error
  }
}

type Sent = { readonly url: string; readonly articleId?: string }
/**
 * What became of a draft that is gone. WeChat's lists hold publications alone: of what a person has sent, only a person knows, and is asked until
 * they give the article's address or say that nothing is left.
 */
async function sentMeanwhile(
  { client, hand, articles, mode }: WechatNeeds,
  account: Account,
  id: string,
  parcel: Parcel,
  { signal }: Attempt,
): Promise<Sent | 'nothing' | 'unknown'> {
  if (hand) {
    const sent = await hand.sentAs(account, id, signal)
    if (sent.is === 'sent') return { url: articleUrl(articles, sent.url) }
  }
  const { publishId, handled } = markOf(parcel)
  if (publishId && (await client.published(account, publishId, signal)).status === 1) return 'unknown'
  const found = await client.findPublished(account, sourceOf(parcel), signal)
  if (found?.url) return { url: articleUrl(articles, found.url), articleId: found.id }
  if (mode === 'hand' && !parcel.carried && !hand && !handled) throw refuse('distribution/wechat-delete-by-hand')
  return 'nothing'
}

function accountFor({ accountOf }: WechatNeeds, { outlet }: Parcel): Account {
  const account = accountOf(outlet)
  if (!account) throw refuse('distribution/wechat-no-account', { outlet })
  return account
}

type Older = { readonly url: string; readonly mark: Parcel['mark']; readonly files: Parcel['files'] }
/**
 * An older version that readers can still open (asked at its page, as a person may have deleted it) stands in the way of a new one: one that was
 * published without a push is deleted, for any other it is a person's task to change or delete it.
 */
async function makeWay(needs: WechatNeeds, account: Account, parcel: Parcel, { signal }: Attempt): Promise<void> {
  const { rows } = await needs.database.system.query<Older>({
    name: 'older',
    text: `select d.url, d.mark, p.files from distribution.delivery d join distribution.product p using (product, hash)
      where d.story = $1 and d.outlet = $2 and d.version < $3 and d.url is not null and d.state <> 'withdrawn' order by d.version desc`,
    values: [parcel.story, parcel.outlet, parcel.version],
  })
  for (const older of rows) {
    if ((await readArticle(articleUrl(needs.articles, older.url), signal)).is === 'deleted') continue
    const { articleId } = remembered.parse(older.mark)
    if (!articleId) {
      const edits = await editsOf(needs.database, parcel, older.url)
      throw taskOf(await readWording(needs.blobs, older), await readWording(needs.blobs, parcel), edits)
    }
    await needs.client.deletePublished(account, articleId, signal)
  }
}
/** How often a person has changed the article already: each version that it said before was seen replaced at the same address. */
async function editsOf({ system }: Database, { story, outlet }: Parcel, url: string): Promise<number> {
  const text = `select d.url from distribution.delivery d join distribution.receipt w using (subject_kind, subject_id, outlet)
    where d.story = $1 and d.outlet = $2 and w.action = 'withdraw' and (w.receipt->>'replaced')::bool and d.url is not null`
  const { rows } = await system.query<{ url: string }>({ name: 'edits', text, values: [story, outlet] })
  return rows.filter((row) => new URL(row.url).pathname === new URL(url).pathname).length
}
async function changedInPlace(database: Database, { story, outlet, version }: Parcel, url: string): Promise<boolean> {
  const { rows } = await database.system.query<{ url: string }>({
    name: 'changed in place',
    text: `select url from distribution.delivery where story = $1 and outlet = $2 and version > $3 and state = 'delivered'`,
    values: [story, outlet, version],
  })
  return rows.some((row) => row.url !== null && new URL(row.url).pathname === new URL(url).pathname)
}

/** Error codes become words for a person; what is told already stays. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof WechatError && !(error instanceof Refusal)) throw refusalOf(error)
    throw error
  }
}
