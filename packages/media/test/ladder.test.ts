import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { graphOf } from '../src/graph.ts'
import { fitted, ladderFor } from '../src/ladder.ts'
import { photoWidths } from '../src/photo.ts'
import { framesBetween } from '../src/pictures.ts'
import { webRate } from '../src/video-source.ts'

const side = fc.integer({ min: 64, max: 8000 })

describe('the web ladder', () => {
  test('has 360, 720 and 1080 for full HD, by the short side when it stands upright', () => {
    expect(ladderFor({ width: 1920, height: 1080 }).map(({ name }) => name)).toEqual(['360', '720', '1080'])
    expect(ladderFor({ width: 1080, height: 1920 })[1]).toMatchObject({ width: 720, height: 1280 })
  })

  test('keeps the size of a source between two rungs, and of one below the first', () => {
    expect(ladderFor({ width: 960, height: 540 }).map(({ name }) => name)).toEqual(['360', '540'])
    expect(ladderFor({ width: 320, height: 180 })).toMatchObject([{ width: 320, height: 180 }])
  })

  test('is never empty, never above the source by more than a pixel of rounding, and always even', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const rungs = ladderFor({ width, height })
        expect(rungs.length).toBeGreaterThan(0)
        for (const rung of rungs) {
          expect([rung.width % 2, rung.height % 2]).toEqual([0, 0])
          expect(rung.width <= width + 1 && rung.height <= height + 1).toBe(true)
        }
      }),
    )
  })
})

test('a picture is fitted into a frame whole', () => {
  fc.assert(
    fc.property(side, side, (width, height) => {
      const inside = fitted({ width, height }, { width: 1920, height: 1080 })
      expect(inside.width <= 1920 && inside.height <= 1080).toBe(true)
      expect(inside.width === 1920 || inside.height === 1080).toBe(true)
    }),
  )
})

test('photograph widths end at 1920 and never exceed the source', () => {
  expect(photoWidths(6000)).toEqual([320, 640, 960, 1280, 1920])
  expect(photoWidths(1920)).toEqual([320, 640, 960, 1280, 1920])
  expect(photoWidths(1024)).toEqual([320, 640, 960, 1024])
  expect(photoWidths(200)).toEqual([200])
})

test('varying and doubled frame rates become the steady rate next to them', () => {
  const rates = ['25/1', '50/1', '30000/1001', '2997/100', '60000/1001', '90000/3003', '15/1', '0/0'].map((rate) => webRate(rate).text)
  expect(rates).toEqual(['25', '25', '30000/1001', '30000/1001', '30000/1001', '30000/1001', '24000/1001', '25'])
})

test('frames of pieces add up to the frames of the whole at any rate', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(25, 30_000 / 1001, 24_000 / 1001),
      fc.array(fc.double({ min: 0.5, max: 12, noNaN: true }), { minLength: 1, maxLength: 40 }),
      (rate, lengths) => {
        let from = 0
        let frames = 0
        for (const length of lengths) {
          frames += framesBetween(from, from + length, rate)
          from += length
        }
        expect(frames).toBe(Math.round(from * rate))
      },
    ),
  )
})

test('a node that feeds several others is split, one that feeds one is not', () => {
  const nodes = [
    { name: 'a', from: '0:0', chain: ['scale=2:2'] },
    { name: 'b', from: 'a', chain: ['null'] },
    { name: 'c', from: 'a', chain: [] },
  ]
  expect(graphOf(nodes, ['b', 'c']).map(({ filter }) => filter)).toEqual(['scale', 'split', 'null', 'null'])
  expect(graphOf(nodes.slice(0, 2), ['b']).map(({ filter }) => filter)).toEqual(['scale', 'null'])
})
