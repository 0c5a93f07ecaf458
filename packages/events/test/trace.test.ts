import { expect, test } from 'vitest'
import { traceparentFor, traceparentOf } from '../src/index.ts'

const story = '01a21095-886d-7a58-8f29-f8784036503a'
const asset = '01a21095-f086-7ca6-9331-19e4144a7d35'
const traceIn = (traceparent: string | undefined) => /^00-([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-01$/.exec(traceparent ?? '')?.[1]

test('all events of a story are one trace, those of its assets too, each a span of its own', () => {
  const of = (topic: string, key: string, body: unknown) => traceparentOf({ topic, key, body })
  const all = [of('story', story, {}), of('product', story, { outlet: 'x' }), of('asset', asset, { story })]
  expect(all.map(traceIn)).toEqual(Array(3).fill(story.replaceAll('-', '')))
  expect(new Set(all).size).toBe(3)
})

test('an asset that belongs to no story is a trace of its own; what is no id is none', () => {
  expect(traceIn(traceparentOf({ topic: 'asset', key: asset, body: { story: null } }))).toBe(asset.replaceAll('-', ''))
  expect([traceparentFor('k1'), traceparentFor('0'.repeat(32))]).toEqual([undefined, undefined])
})
