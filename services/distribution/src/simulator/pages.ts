import { resolve } from 'node:path'
import { json, Router } from 'express'
import { z } from 'zod'
import { escaped } from '../site/html.ts'
import type { Published } from './store.ts'
import { deleteArticle, handOn, type World } from './world.ts'

/** What readers see, the pictures, and the simulated person at the account. */
export function pageRoutes(world: World, folder: string): Router {
  const router = Router()
  const asked = new Map<string, number>()
  router.get('/s/:id', (request, response) => {
    const found = world.store.get('published', request.params.id)
    response.set({
      'Content-Security-Policy': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
      'X-Content-Type-Options': 'nosniff',
    })
    if (!found) response.status(404).type('html').send(notice('参数错误', '链接不存在或已失效'))
    else response.type('html').send(found.deleted ? notice('该内容已被发布者删除', '') : articlePage(found))
  })
  router.get('/mmbiz/:file/0', (request, response) => {
    if (!/^[0-9a-f]{64}$/.test(request.params.file)) {
      response.status(404).end()
      return
    }
    response.set({
      'Content-Type': request.query.wx_fmt === 'png' ? 'image/png' : 'image/jpeg',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'public, max-age=31536000, immutable',
    })
    response.sendFile(request.params.file, { root: resolve(folder, 'images') }) // a root: the data folder's own name may begin with a dot
  })
  router.get('/simulator/sent', (request, response) => {
    response.json(handOn(world, String(request.query.appid), String(request.query.draft)))
  })
  router.post('/simulator/delete', json(), (request, response) => {
    const { appid, article } = z.object({ appid: z.string(), article: z.string() }).parse(request.body)
    response.json({ deleted: deleteByHand(world, asked, appid, article) })
  })
  return router
}

/** The person deletes an article some time after being asked. */
function deleteByHand(world: World, asked: Map<string, number>, appid: string, id: string): boolean {
  const found = world.store.get('published', id)
  if (found?.appid !== appid || world.settings.handAfterMs === null) return false
  const since = asked.get(id) ?? world.now()
  asked.set(id, since)
  if (!found.deleted && world.now() - since >= world.settings.handAfterMs) deleteArticle(world, found)
  return found.deleted || world.now() - since >= world.settings.handAfterMs
}

/** Pictures were uploaded under the port of that day. */
const own = /http:\/\/127\.0\.0\.1:\d+\/mmbiz\//g
const articlePage = ({ article, at, appid }: Published) => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(article.title)}</title>
<meta property="og:title" content="${escaped(article.title)}"><meta property="og:description" content="${escaped(article.digest)}"><style>${css}</style></head>
<body><main><h1>${escaped(article.title)}</h1><p class="by">${escaped(article.author)} <span>${escaped(appid)}</span> <time>${new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')}</time></p>
<div id="js_content">${article.content.replaceAll(own, '/mmbiz/')}</div>${article.content_source_url ? `<p class="source"><a href="${escaped(article.content_source_url)}" rel="nofollow">阅读原文</a></p>` : ''}</main><p class="sim">微信公众号模拟页 · Simulated WeChat page</p></body></html>`

const notice = (title: string, more: string) =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${css}</style></head><body><main class="notice"><h1>${title}</h1><p>${more}</p></main></body></html>`

const css = `body{margin:0;font:17px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1f1f1f;background:#fff}main{max-width:677px;margin:0 auto;padding:20px 16px 40px}h1{font-size:22px;line-height:1.4;margin:0 0 14px}
.by{color:#8c8c8c;font-size:15px;margin:0 0 22px}.by span{color:#576b95;margin:0 8px}img{max-width:100%;height:auto}.source a{color:#576b95}.notice{padding-top:30vh;text-align:center}.sim{text-align:center;color:#bbb;font-size:12px}`
