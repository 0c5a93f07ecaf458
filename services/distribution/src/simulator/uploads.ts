import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Request } from 'express'
import type { Call } from './api.ts'
import { checkImage, Wrong } from './rules.ts'
import { newId, type World } from './world.ts'

/** The uploads of pictures: for the text (an address) and permanent material (a media id). */
export function uploads(world: World, folder: string): Record<string, Call> {
  const keep = async (appid: string, request: Request, as: 'body' | 'image' | 'thumb') => {
    const bytes = await fileIn(request)
    const type = checkImage(bytes, as)
    const file = createHash('sha256').update(bytes).digest('hex')
    mkdirSync(join(folder, 'images'), { recursive: true })
    writeFileSync(join(folder, 'images', file), bytes)
    const id = as === 'body' ? file.slice(0, 40) : newId(43)
    world.store.put('image', id, { appid, id, file, type, material: as !== 'body' })
    return { id, url: `${world.origin()}/mmbiz/${file}/0?wx_fmt=${type === 'image/png' ? 'png' : 'jpeg'}` }
  }
  return {
    '/cgi-bin/media/uploadimg': async (appid, request) => ({ url: (await keep(appid, request, 'body')).url }),
    '/cgi-bin/material/add_material': async (appid, request) => {
      const type = String(request.query.type)
      if (type !== 'image' && type !== 'thumb') throw new Wrong(40004, `invalid media type ${type}`)
      const { id, url } = await keep(appid, request, type)
      return { media_id: id, url }
    },
    '/cgi-bin/material/get_materialcount': (appid) => ({
      voice_count: 0,
      video_count: 0,
      image_count: materials(world, appid).length,
      news_count: 0,
    }),
    '/cgi-bin/material/batchget_material': (appid) => ({
      total_count: materials(world, appid).length,
      item_count: materials(world, appid).length,
      item: materials(world, appid).map(({ id }) => ({ media_id: id, name: id })),
    }),
    '/cgi-bin/material/del_material': (appid, { body }) => {
      const id = String(body?.media_id)
      const found = world.store.get('image', id)
      if (found?.appid !== appid) throw new Wrong(40007, 'invalid media_id')
      world.store.put('image', id, { ...found, material: false })
      return { errcode: 0, errmsg: 'ok' }
    },
  }
}

const materials = ({ store }: World, appid: string) => store.all('image').filter((one) => one.appid === appid && one.material)

/** The file of a multipart request, whatever its field is called. */
async function fileIn(request: Request): Promise<Uint8Array> {
  const type = request.headers['content-type'] ?? ''
  const data = await new Response(new Uint8Array(await bodyOf(request)), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Wrong(41005, 'media data missing')
  })
  for (const value of data.values()) if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer())
  throw new Wrong(41005, 'media data missing')
}

async function bodyOf(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    chunks.push(chunk)
    size += chunk.length
    if (size > 12 * 2 ** 20) throw new Wrong(45001, 'multimedia file size exceeds the limit')
  }
  return Buffer.concat(chunks)
}
