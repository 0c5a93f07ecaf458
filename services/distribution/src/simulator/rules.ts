import { limits } from '@kitchen/model'
import type { Article } from './store.ts'

/** An answer with an error code, as the API gives it: HTTP 200 and `errcode`. */
export class Wrong extends Error {
  readonly code: number
  constructor(code: number, says: string) {
    super(says)
    this.name = 'Wrong'
    this.code = code
  }
}

const { wechat } = limits
const characters = (text: string) => [...text].length
const forbiddenTag = /<(script|style|iframe|link|form|object|embed)\b/i
const forbiddenAttribute = /<[^>]*\s(class|id|on\w+)\s*=/i
/** What does not survive in WeChat, or undefined. Values of attributes may hold any words. */
const forbiddenIn = (html: string): string | undefined => {
  const bare = html.replace(/=\s*("[^"]*"|'[^']*')/g, '=""')
  return (forbiddenTag.exec(bare) ?? forbiddenAttribute.exec(bare))?.[0]
}

/** Refuses an article that `draft/add` would refuse: limits by the vendor's page, HTML by what survives there. Outside pictures are the client's mistake. */
export function checkArticle(article: Article, imagesAt: string): void {
  if (article.title === '') throw new Wrong(45003, 'title is empty')
  if (characters(article.title) > wechat.title.value)
    throw new Wrong(45003, `title size out of limit: ${characters(article.title)} > ${wechat.title.value}`)
  if (characters(article.author) > wechat.author.value)
    throw new Wrong(45110, `author size out of limit: ${characters(article.author)} > ${wechat.author.value}`)
  if (characters(article.digest) > wechat.digest.value)
    throw new Wrong(45004, `description size out of limit: ${characters(article.digest)} > ${wechat.digest.value}`)
  if (article.content === '') throw new Wrong(44004, 'content is empty')
  if (characters(article.content) >= wechat.content.value)
    throw new Wrong(45002, `content size out of limit: ${characters(article.content)} characters`)
  if (Buffer.byteLength(article.content) >= wechat.contentBytes.value)
    throw new Wrong(45002, `content size out of limit: ${Buffer.byteLength(article.content)} bytes`)
  if (article.content_source_url.length > 1024) throw new Wrong(45006, 'content source url size out of limit')
  const odd = forbiddenIn(article.content)
  if (odd) throw new Wrong(45166, `invalid content: ${odd.slice(-40)}`)
  for (const [, source] of article.content.matchAll(/<img\b[^>]*?\ssrc="([^"]*)"/gi)) {
    if (!source?.startsWith(imagesAt) && !source?.startsWith('https://mmbiz.qpic.cn/'))
      throw new Wrong(45166, `invalid content: picture from outside: ${source?.slice(0, 60)}`)
  }
  for (const crop of [article.pic_crop_235_1, article.pic_crop_1_1])
    if (crop !== undefined && !isCrop(crop)) throw new Wrong(53402, `invalid crop ${crop}`)
}

/** `X1_Y1_X2_Y2` in parts of the cover, upper left to lower right. */
function isCrop(crop: string): boolean {
  const [x1, y1, x2, y2, ...more] = crop.split('_').map(Number)
  const parts = [x1, y1, x2, y2].map((part) => part ?? Number.NaN)
  return more.length === 0 && parts.every((part) => part >= 0 && part <= 1) && parts[0]! < parts[2]! && parts[1]! < parts[3]!
}

/** Refuses bytes that are no JPEG or PNG (GIF and BMP too for material), or too many. */
export function checkImage(bytes: Uint8Array, as: 'body' | 'image' | 'thumb'): 'image/jpeg' | 'image/png' {
  const limit = { body: wechat.bodyImage, image: wechat.coverImage, thumb: wechat.thumb }[as].value
  if (bytes.byteLength === 0) throw new Wrong(44001, 'empty media data')
  if (bytes.byteLength > limit || (as === 'body' && bytes.byteLength === limit))
    throw new Wrong(as === 'body' ? 40009 : 45001, `image size out of limit: ${bytes.byteLength}`)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg'
  if (as !== 'thumb' && bytes[0] === 0x89 && bytes[1] === 0x50) return 'image/png'
  throw new Wrong(40137, 'invalid image format')
}
