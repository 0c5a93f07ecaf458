import { z } from 'zod'
import { tokenIsStale, WechatError } from './errors.ts'
import { type Account, errorIn, type TokenBroker } from './token.ts'

/** An article of a draft, as `draft/add` takes it. */
export type DraftArticle = {
  readonly title: string
  readonly author: string
  readonly digest: string
  readonly content: string
  readonly content_source_url: string
  readonly thumb_media_id: string
  readonly pic_crop_235_1?: string
  readonly pic_crop_1_1?: string
  readonly need_open_comment: 0 | 1
}
/** The Official Account API as far as it is used. Each call throws a WechatError for an error code. */
export type WechatClient = {
  readonly uploadImage: (account: Account, file: Blob, name: string, signal: AbortSignal) => Promise<string>
  readonly addMaterial: (account: Account, file: Blob, name: string, signal: AbortSignal) => Promise<string>
  readonly addDraft: (account: Account, article: DraftArticle, signal: AbortSignal) => Promise<string>
  /** The media id of a draft whose 阅读原文 link ends with this, or undefined. */
  readonly findDraft: (account: Account, source: string, signal: AbortSignal) => Promise<string | undefined>
  /** What was published with such a link. */
  readonly findPublished: (account: Account, source: string, signal: AbortSignal) => Promise<Found | undefined>
  readonly deleteDraft: (account: Account, mediaId: string, signal: AbortSignal) => Promise<void>
  readonly publish: (account: Account, mediaId: string, signal: AbortSignal) => Promise<string>
  readonly published: (
    account: Account,
    publishId: string,
    signal: AbortSignal,
  ) => Promise<{ status: number; articleId?: string | undefined; url?: string | undefined }>
  readonly deletePublished: (account: Account, articleId: string, signal: AbortSignal) => Promise<void>
  readonly deleteSent: (account: Account, messageId: number, signal: AbortSignal) => Promise<void>
}

export function wechatClient({ base, broker }: { base: string; broker: TokenBroker }): WechatClient {
  const call: Call = async (account, path, schema, { body, query = {}, signal }) => {
    const ask = async (token: string) =>
      read(
        await fetch(`${base}${path}?${new URLSearchParams({ access_token: token, ...query })}`, {
          method: 'POST',
          body,
          signal,
          redirect: 'error',
        }),
      )
    const token = await broker.token(account)
    return schema.parse(
      await ask(token).catch(async (error: unknown) => {
        if (!(error instanceof WechatError) || !tokenIsStale(error.code)) throw error
        return ask(await broker.token(account, token)) // once: a second refusal is the account's
      }),
    )
  }
  return {
    uploadImage: async (account, file, name, signal) =>
      (await call(account, '/cgi-bin/media/uploadimg', z.object({ url: z.string() }), { body: form(file, name), signal })).url,
    addMaterial: async (account, file, name, signal) =>
      (await call(account, '/cgi-bin/material/add_material', mediaId, { body: form(file, name), query: { type: 'image' }, signal }))
        .media_id,
    addDraft: async (account, article, signal) =>
      (await call(account, '/cgi-bin/draft/add', mediaId, { body: JSON.stringify({ articles: [article] }), signal })).media_id,
    findDraft: async (account, source, signal) => (await find(call, '/cgi-bin/draft/batchget', account, source, signal))?.id,
    findPublished: (account, source, signal) => find(call, '/cgi-bin/freepublish/batchget', account, source, signal),
    deleteDraft: async (account, id, signal) => {
      await call(account, '/cgi-bin/draft/delete', done, { body: JSON.stringify({ media_id: id }), signal })
    },
    publish: async (account, id, signal) =>
      (
        await call(account, '/cgi-bin/freepublish/submit', z.object({ publish_id: z.coerce.string() }), {
          body: JSON.stringify({ media_id: id }),
          signal,
        })
      ).publish_id,
    published: async (account, id, signal) =>
      publishedOf(await call(account, '/cgi-bin/freepublish/get', publishing, { body: JSON.stringify({ publish_id: id }), signal })),
    deletePublished: async (account, id, signal) => {
      await call(account, '/cgi-bin/freepublish/delete', done, { body: JSON.stringify({ article_id: id }), signal })
    },
    deleteSent: async (account, id, signal) => {
      await call(account, '/cgi-bin/message/mass/delete', done, { body: JSON.stringify({ msg_id: id }), signal })
    },
  }
}

type Ask = { body: string | FormData; query?: Record<string, string>; signal: AbortSignal }
type Call = <S extends z.ZodType>(account: Account, path: string, schema: S, ask: Ask) => Promise<z.infer<S>>
const mediaId = z.object({ media_id: z.string().min(1) })
const done = z.object({ errcode: z.literal(0).optional() })
const publishing = z.object({
  publish_status: z.number(),
  article_id: z.string().optional(),
  article_detail: z.object({ item: z.array(z.object({ article_url: z.string() })) }).optional(),
})
const publishedOf = ({ publish_status, article_id, article_detail }: z.infer<typeof publishing>) => ({
  status: publish_status,
  articleId: article_id,
  url: article_detail?.item[0]?.article_url,
})

async function read(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`WeChat answered ${response.status}`)
  const json: unknown = await response.json()
  const error = errorIn(json)
  if (error) throw error
  return json
}

function form(file: Blob, name: string): FormData {
  const data = new FormData()
  data.append('media', file, name)
  return data
}

/** An entry of a list: the media id of a draft, or the article id and address of a publication. */
export type Found = { readonly id: string; readonly url: string | undefined }
const listed = z.object({
  total_count: z.number(),
  item: z.array(
    z.object({
      media_id: z.string().optional(),
      article_id: z.string().optional(),
      content: z.object({ news_item: z.array(z.object({ content_source_url: z.string().default(''), url: z.string().optional() })) }),
    }),
  ),
})
/** Newest first; what was just made stands on the first pages, so the search ends after 200. */
async function find(call: Call, path: string, account: Account, source: string, signal: AbortSignal): Promise<Found | undefined> {
  for (let offset = 0; offset < 200; offset += 20) {
    const { item, total_count } = await call(account, path, listed, { body: JSON.stringify({ offset, count: 20, no_content: 1 }), signal })
    for (const { media_id, article_id, content } of item) {
      const article = content.news_item.find(({ content_source_url }) => content_source_url.endsWith(source))
      if (article) return { id: media_id ?? article_id ?? '', url: article.url }
    }
    if (offset + 20 >= total_count) return undefined
  }
  return undefined
}
