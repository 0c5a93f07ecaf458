import { tmpdir } from 'node:os'
import { isAbsolute, join, relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cropArea } from '../src/picture/crop.ts'
import { useFonts } from '../src/picture/fonts.ts'
import { ladderOf, requirementsOf } from '../src/requirements.ts'
import { authorsOf, withoutDateline } from '../src/story/byline.ts'
import { localIso, minuteOf } from '../src/story/date.ts'
import { breakLines } from '../src/story/lines.ts'
import { clean, cutAtSentence, sentencesOf } from '../src/story/text.ts'
import { feature, orderFor, photoAsset, preparationOf, sealed, videoAsset } from './samples.ts'

describe('text', () => {
  it('is cleaned of what no format can hold, and of what turns its direction', () => {
    expect(clean('甲\u0000乙\u202e丙\ud800丁\n戊')).toBe('甲乙丙\ufffd丁 戊')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(clean(clean(text))).toBe(clean(text))
        expect(clean(text).isWellFormed()).toBe(true)
      }),
    )
  })

  it('is cut at a sentence, else at a clause, else hard, and never too long or through a character', () => {
    expect(cutAtSentence('甲乙。丙丁戊己', 5)).toBe('甲乙。')
    expect(cutAtSentence('甲乙，丙丁戊己庚', 6)).toBe('甲乙…')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 60 }), (text, most) => {
        const cut = cutAtSentence(text, most)
        expect(cut.length).toBeLessThanOrEqual(most)
        expect(!text.isWellFormed() || cut.isWellFormed()).toBe(true)
      }),
    )
  })

  it('falls into sentences that are all of it', () => {
    expect(sentencesOf('甲。“乙！”他说。丙')).toEqual(['甲。', '“乙！”', '他说。', '丙'])
  })

  it('breaks into lines that lose nothing and begin with no closing mark', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('清水', '，', '“', '”', '3.2', 'GDP', '：', '。', '（', '）', '宁夏'), { minLength: 1 }),
        fc.integer({ min: 6, max: 20 }),
        (words, room) => {
          const text = words.join('')
          const lines = breakLines(text, room)
          expect(lines.join('')).toBe(text)
        },
      ),
    )
    expect(breakLines('一瓶葡萄酒的山海之旅：宁夏“紫色名片”走向世界', 16)).toEqual(['一瓶葡萄酒的山海之旅：', '宁夏“紫色名片”走向世界'])
  })

  it('finds the names in a byline', () => {
    expect(authorsOf('本报记者　周文岭　陈小满　通讯员　何一川')).toEqual(['周文岭', '陈小满', '何一川'])
    expect(authorsOf('宁夏融媒记者 马晓岚/文 李文静/图')).toContain('马晓岚')
    expect(authorsOf('')).toEqual([])
  })

  it('takes 本报讯（…） off the front of a text and remembers whom it names', () => {
    expect(withoutDateline('　　本报讯（记者 马晓岚 通讯员 李强）九月的贺兰山')).toEqual({
      text: '九月的贺兰山',
      people: '记者 马晓岚 通讯员 李强',
    })
    expect(withoutDateline('本网讯 九月')).toEqual({ text: '九月', people: '' })
    expect(withoutDateline('本报讯')).toEqual({ text: '本报讯', people: '' })
    expect(withoutDateline('记者（马晓岚）本报讯')).toEqual({ text: '记者（马晓岚）本报讯', people: '' })
  })

  it('draws with the fonts that come with it, wherever the folder is named from', () => {
    const before = process.env.FONTCONFIG_FILE
    try {
      delete process.env.FONTCONFIG_FILE
      useFonts(relative(process.cwd(), join(tmpdir(), 'kitchen-relative-fonts')))
      expect(isAbsolute(process.env.FONTCONFIG_FILE!)).toBe(true)
    } finally {
      process.env.FONTCONFIG_FILE = before
    }
  })

  it('writes times on the clocks of the region', () => {
    const at = new Date('2025-11-22T23:30:00Z')
    expect([localIso(at, 'Asia/Shanghai'), minuteOf(at, 'Asia/Shanghai'), localIso(at, 'UTC')]).toEqual([
      '2025-11-23T07:30:00+08:00',
      '2025-11-23 07:30',
      '2025-11-22T23:30:00+00:00',
    ])
  })
})

describe('a crop', () => {
  it('has the wanted shape, lies inside the picture and holds the focus', () => {
    const side = fc.integer({ min: 50, max: 6000 })
    const part = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(side, side, part, part, (width, height, x, y) => {
        const area = cropArea({ width, height }, { width: 1200, height: 630 }, { x, y })
        expect(area.left >= 0 && area.top >= 0 && area.left + area.width <= width && area.top + area.height <= height).toBe(true)
        expect(Math.abs(area.width / area.height - 1200 / 630)).toBeLessThan(0.06)
        expect(area.left <= x * width + 1 && x * width - 1 <= area.left + area.width).toBe(true)
      }),
    )
  })
})

describe('what a product waits for', () => {
  it('is the ladder and the stream on the web, one format of the video at each station, nothing for a text story', async () => {
    const story = (figures: ('photo' | 'video')[]) => preparationOf(sealed(feature(figures)))
    const needs = async (figures: ('photo' | 'video')[], outlet: string) => {
      const preparation = await story(figures)
      return requirementsOf(preparation.story, orderFor(preparation, outlet).outlet).map(
        ({ asset, recipe }) => `${asset === photoAsset ? 'photo' : asset === videoAsset ? 'video' : '?'} ${recipe}`,
      )
    }
    expect(await needs([], '640122-web')).toEqual([])
    expect(await needs(['photo', 'video'], '640122-web')).toEqual([
      'photo ladder',
      'photo master.jpg',
      'video hls',
      'video poster.jpg',
      'video mp4-720.mp4',
    ])
    expect(await needs(['video'], '640100-tv')).toContain('video xdcam.mxf')
    expect(await needs(['video'], '640122-tv')).toContain('video mp4-1080p25.mp4')
    expect(await needs(['photo'], '640122-print')).toEqual(['photo master.jpg'])
  })

  it('has no width above its picture', () => {
    expect(ladderOf(800).map((recipe) => recipe.split('.')[0])).toEqual([
      'w320',
      'w320',
      'w320',
      'w640',
      'w640',
      'w640',
      'w800',
      'w800',
      'w800',
    ])
    expect(ladderOf(1920).filter((recipe) => recipe.endsWith('.jpg'))).toEqual([
      'w320.jpg',
      'w640.jpg',
      'w960.jpg',
      'w1280.jpg',
      'w1920.jpg',
    ])
    expect(ladderOf(6000)).toHaveLength(15)
  })
})
