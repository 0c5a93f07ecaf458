import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { checkArticle, Wrong } from './rules.ts'
import { article, type Published } from './store.ts'
import { uploads } from './uploads.ts'
import { accountFor, dayOf, deleteArticle, newId, sendDraft, urlOf, type World } from './world.ts'

type Answer = Record<string, unknown>
export type Call = (appid: string, request: Request) => Answer | Promise<Answer>

/** The Official Account API: every answer is HTTP 200 with JSON, an error is an `errcode`. */
export function apiRoutes(world: World, folder: string): Router {
  const router = Router()
  const meter = meterOf(world)
  const route = (path: string, call: Call) =>
    router.all(path, (request, response) => answer(world, meter, request, response, () => call(authorised(world, meter, request), request)))
  router.get('/cgi-bin/token', (request, response) =>
    answer(world, meter, request, response, () => token(world, String(request.query.appid), String(request.query.secret), request, true)),
  )
  router.post('/cgi-bin/stable_token', (request, response) =>
    answer(world, meter, request, response, () => {
      const { appid, secret, force_refresh } = parse(
        z.object({
          grant_type: z.literal('client_credential'),
          appid: z.string(),
          secret: z.string(),
          force_refresh: z.boolean().default(false),
        }),
        request.body,
      )
      return token(world, appid, secret, request, force_refresh)
    }),
  )
  for (const [path, call] of Object.entries(uploads(world, folder))) route(path, call)
  for (const [path, call] of Object.entries({ ...drafts(world), ...publications(world), ...pushes(world) })) route(path, call)
  return router
}

const parse = <S extends z.ZodType>(schema: S, value: unknown): z.infer<S> => {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw new Wrong(47001, `data format error: ${read.error.issues[0]?.path.join('.')}`)
}

async function answer(
  { settings }: World,
  meter: Meter,
  request: Request,
  response: Response,
  call: () => Answer | Promise<Answer>,
): Promise<void> {
  const fault = settings.fault({ path: request.path, nth: meter.nth(request.path) })
  try {
    if (typeof fault === 'number') throw new Wrong(fault, fault === -1 ? 'system error' : 'simulated')
    const given = await call()
    if (fault === 'lost') {
      request.socket.destroy()
      return
    }
    response.json(given)
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
    response.json({ errcode: error.code, errmsg: `${error.message} rid: ${newId(12)}` })
  }
}

function token(world: World, appid: string, secret: string, request: Request, anew: boolean): Answer {
  const account = accountFor(world, appid)
  if (account.secret !== secret) throw new Wrong(40125, 'invalid appsecret')
  admit(account.allowed, request)
  const held = world.store.all('token').find((one) => one.appid === appid && one.until > world.now())
  if (held && !anew) return { access_token: held.token, expires_in: Math.floor((held.until - world.now()) / 1000) }
  if (held) world.store.put('token', held.token, { ...held, until: 0 })
  const made = newId(64)
  world.store.put('token', made, { appid, token: made, until: world.now() + world.settings.tokenSeconds * 1000 })
  return { access_token: made, expires_in: world.settings.tokenSeconds }
}

function admit(allowed: readonly string[] | null, request: Request): void {
  const address = String(request.socket.remoteAddress).replace('::ffff:', '')
  if (allowed && !allowed.includes(address)) throw new Wrong(40164, `invalid ip ${address} ipv6 ::ffff:${address}, not in whitelist`)
}

/** Whose token it is. 41001 without one, 40001 unknown, 42001 too old, 45011 and 45009 too many calls. */
function authorised(world: World, meter: Meter, request: Request): string {
  const given = String(request.query.access_token ?? '')
  if (given === '') throw new Wrong(41001, 'access_token missing')
  const held = world.store.get('token', given)
  if (!held) throw new Wrong(40001, 'invalid credential, access_token is invalid or not latest')
  if (held.until <= world.now()) throw new Wrong(42001, 'access_token expired')
  admit(accountFor(world, held.appid).allowed, request)
  meter.count(held.appid, request.path)
  return held.appid
}

type Meter = { readonly nth: (path: string) => number; readonly count: (appid: string, path: string) => void }
function meterOf({ settings, now }: World): Meter {
  const counts = new Map<string, number>()
  const up = (key: string) => {
    const next = (counts.get(key) ?? 0) + 1
    counts.set(key, next)
    return next
  }
  return {
    nth: (path) => up(`nth ${path}`),
    count: (appid, path) => {
      if (up(`${appid} ${path} ${Math.floor(now() / 60_000)}`) > settings.callsPerMinute)
        throw new Wrong(45011, 'api minute-quota reach limit')
      if (up(`${appid} ${path} ${dayOf(now())}`) > settings.callsPerDay) throw new Wrong(45009, 'reach max api daily quota limit')
    },
  }
}

const byMediaId = z.object({ media_id: z.string() })
const paging = z.object({ offset: z.int().min(0), count: z.int().min(1).max(20), no_content: z.int().optional() })

function drafts(world: World): Record<string, Call> {
  const { store, now, origin } = world
  const mine = (appid: string) =>
    store
      .all('draft')
      .filter((one) => one.appid === appid && one.state === 'draft')
      .sort((a, b) => b.at - a.at)
  const one = (appid: string, body: unknown) => {
    const found = store.get('draft', parse(byMediaId, body).media_id)
    if (found?.appid !== appid || found.state !== 'draft') throw new Wrong(40007, 'invalid media_id')
    return found
  }
  return {
    '/cgi-bin/draft/add': (appid, { body }) => {
      const { articles } = parse(z.object({ articles: z.array(article).min(1).max(8) }), body)
      for (const each of articles) {
        checkArticle(each, `${origin()}/mmbiz/`)
        const cover = store.get('image', each.thumb_media_id)
        if (each.article_type !== 'newspic' && (cover?.appid !== appid || !cover.material))
          throw new Wrong(40007, 'invalid media_id: thumb_media_id must be permanent material')
      }
      const id = newId(64)
      store.put('draft', id, { appid, id, articles, at: now(), state: 'draft' })
      return { media_id: id, item: [] }
    },
    '/cgi-bin/draft/get': (appid, { body }) => ({ news_item: one(appid, body).articles }),
    '/cgi-bin/draft/delete': (appid, { body }) => {
      const found = one(appid, body)
      store.put('draft', found.id, { ...found, state: 'deleted' })
      return { errcode: 0, errmsg: 'ok' }
    },
    '/cgi-bin/draft/count': (appid) => ({ total_count: mine(appid).length }),
    '/cgi-bin/draft/batchget': (appid, { body }) => {
      const { offset, count, no_content } = parse(paging, body)
      const page = mine(appid).slice(offset, offset + count)
      const shown = (each: z.infer<typeof article>) => (no_content === 1 ? { ...each, content: '' } : each)
      return {
        total_count: mine(appid).length,
        item_count: page.length,
        item: page.map((each) => ({
          media_id: each.id,
          update_time: Math.floor(each.at / 1000),
          content: { news_item: each.articles.map(shown) },
        })),
      }
    },
  }
}

/** 发布: a public address, no notice to anybody. Not for accounts without verification (48001). */
function publications(world: World): Record<string, Call> {
  const { store, now, settings } = world
  const allowed = (appid: string) => {
    if (!accountFor(world, appid).verified) throw new Wrong(48001, 'api unauthorized')
  }
  const found = (appid: string, id: string) =>
    store.all('published').filter((one) => one.appid === appid && one.publish === id && one.how === 'publish')
  return {
    '/cgi-bin/freepublish/submit': (appid, { body }) => {
      allowed(appid)
      const [first] = sendDraft(world, appid, parse(byMediaId, body).media_id, 'publish')
      tell(world, first!)
      return { errcode: 0, errmsg: 'ok', publish_id: first!.publish, msg_data_id: first!.message }
    },
    '/cgi-bin/freepublish/get': (appid, { body }) => {
      const id = parse(z.object({ publish_id: z.coerce.string() }), body).publish_id
      const articles = found(appid, id)
      if (articles.length === 0) throw new Wrong(53600, 'article id invalid')
      if (now() - articles[0]!.at < settings.publishAfterMs) return { publish_id: id, publish_status: 1, fail_idx: [] }
      if (articles.every(({ deleted }) => deleted)) return { publish_id: id, publish_status: 5, fail_idx: [] }
      return {
        publish_id: id,
        publish_status: 0,
        article_id: id,
        article_detail: { count: articles.length, item: articles.map((one, n) => ({ idx: n + 1, article_url: urlOf(world, one) })) },
        fail_idx: [],
      }
    },
    '/cgi-bin/freepublish/delete': (appid, { body }) => {
      const articles = found(appid, parse(z.object({ article_id: z.string() }), body).article_id)
      if (articles.length === 0) throw new Wrong(53600, 'article id invalid')
      for (const one of articles) deleteArticle(world, one)
      return { errcode: 0, errmsg: 'ok' }
    },
    '/cgi-bin/freepublish/batchget': (appid, { body }) => {
      allowed(appid)
      const { offset, count } = parse(paging, body)
      const all = store.all('published').filter((one) => one.appid === appid && one.how === 'publish' && !one.deleted)
      return {
        total_count: all.length,
        item_count: count,
        item: all.slice(offset, offset + count).map((one) => ({
          article_id: one.publish,
          update_time: Math.floor(one.at / 1000),
          content: { news_item: [{ ...one.article, url: urlOf(world, one) }] },
        })),
      }
    },
  }
}

/** 群发 through the API: to all, once for the day's quota; a message that was sent so can be deleted so. */
function pushes(world: World): Record<string, Call> {
  const sent = (appid: string, message: number) =>
    world.store.all('published').filter((one) => one.appid === appid && one.message === message && one.how === 'mass')
  return {
    '/cgi-bin/message/mass/sendall': (appid, { body }) => {
      const { mpnews } = parse(z.object({ filter: z.unknown(), msgtype: z.literal('mpnews'), mpnews: byMediaId }), body)
      const [first] = sendDraft(world, appid, mpnews.media_id, 'mass')
      return { errcode: 0, errmsg: 'send job submission success', msg_id: first!.message, msg_data_id: first!.message }
    },
    '/cgi-bin/message/mass/delete': (appid, { body }) => {
      const articles = sent(appid, parse(z.object({ msg_id: z.coerce.number() }), body).msg_id)
      if (articles.length === 0) throw new Wrong(40008, 'invalid message')
      for (const one of articles) deleteArticle(world, one)
      return { errcode: 0, errmsg: 'ok' }
    },
    '/cgi-bin/message/mass/get': (appid, { body }) => {
      const { msg_id } = parse(z.object({ msg_id: z.coerce.number() }), body)
      const articles = sent(appid, msg_id)
      return {
        msg_id,
        msg_status: articles.length === 0 ? 'SEND_FAIL' : articles.some(({ deleted }) => deleted) ? 'DELETE' : 'SEND_SUCCESS',
      }
    },
  }
}

/** The event PUBLISHJOBFINISH: once, twice or never, and late. */
function tell(world: World, { appid, publish }: Published): void {
  const { callback } = accountFor(world, appid)
  const times = { lost: 0, once: 1, twice: 2 }[world.settings.callbacks]
  const body = `<xml><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[PUBLISHJOBFINISH]]></Event><PublishEventInfo><publish_id>${publish}</publish_id><publish_status>0</publish_status></PublishEventInfo></xml>`
  for (let n = 0; callback && n < times; n++)
    setTimeout(() => void fetch(callback, { method: 'POST', body }).catch(() => {}), world.settings.publishAfterMs * (n + 1)).unref()
}
