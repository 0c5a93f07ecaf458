import { describe, expect, it } from 'vitest'
import { whereIs } from '../src/home/where.ts'
import { keysOf } from '../src/live/hints.ts'
import { lowerThirdsOf } from '../src/products/lower-thirds.ts'
import { entriesOf } from '../src/search/entries.ts'
import { piecesOf } from '../src/search/pieces.ts'
import { homeOf } from '../src/session/who.tsx'
import { plainDocument, textOf } from '../src/story/plain-document.ts'
import { dark, light } from '../src/theme/tokens.ts'
import { en } from '../src/words/en.ts'
import { zh } from '../src/words/zh.ts'

const waiting = (names: readonly string[]) =>
  ({ step: 'first' as const, people: names.map((name) => ({ person: name, name })), since: '', nudges: 0, lastNudge: null }) as never

describe('what a person is told', () => {
  it('lands on the home of the most telling role', () => {
    expect(homeOf({ roles: ['county-editor', 'editor'] })).toBe('county')
    expect(homeOf({ roles: ['editor-in-chief'] })).toBe('desk')
    expect(homeOf({ roles: ['reporter'] })).toBe('reporter')
    expect(homeOf({ roles: ['operator'] })).toBe('operator')
  })
  it('hears with whom a story is, oneself first', () => {
    expect(whereIs(waiting(['周明远', 'me']), 'me', zh)).toBe('等初审：在您、周明远处')
    expect(whereIs(waiting(['甲', '乙', '丙']), 'me', zh)).toBe('等初审：在甲、乙 等 3 人处')
    expect(whereIs(waiting([]), 'me', en)).toBe('First review')
  })
  it('gets new answers to just the questions that a hint is about', () => {
    expect(keysOf({ about: 'deliveries', id: 's' })).toEqual([
      ['deliveries', 's'],
      ['recalls', 's'],
    ])
    expect(keysOf({ about: 'story', id: null })).toContainEqual(['story'])
    expect(keysOf({ about: 'assets', id: 'a' })).toEqual([['assets'], ['renditions']])
  })
  it('finds stories before commands in the palette, each once', () => {
    const entry = (key: string, label: string) => ({ key, label, kind: '', to: '/' })
    const found = entriesOf('枸杞', {
      commands: [entry('c', '发稿')],
      stories: [entry('s', '枸杞红了')],
      found: [entry('s', '枸杞红了'), entry('t', '枸杞丰收')],
      centres: [],
      people: [],
    })
    expect(found.map(({ key }) => key)).toEqual(['s', 't'])
  })
})

describe('what was found', () => {
  const plain = (text: string) => text.replace(/<\/?mark>/g, '')
  const found = (text: string, query: string) =>
    piecesOf(text, query, plain)
      .filter((piece) => piece.found)
      .map((piece) => piece.text)
  it('is what the server has marked', () => expect(found('一<mark>枸杞</mark>二枸杞', '枸杞')).toEqual(['枸杞']))
  it('is what was typed where the server has marked nothing, taken literally', () => {
    expect(found('老照片和a.b', '照片 a.b')).toEqual(['照片', 'a.b'])
    expect(found('aXb', 'a.b')).toEqual([])
    expect(piecesOf('全文', '', plain)).toEqual([{ text: '全文', found: false }])
  })
})

describe('lower thirds', () => {
  it('are read from a table or from plain lines', () => {
    expect(lowerThirdsOf('类别\t大字\t小字\r\n记者\t马晓岚\t宁夏融媒\r\n')).toEqual([{ kind: '记者', large: '马晓岚', small: '宁夏融媒' }])
    expect(lowerThirdsOf('王建军　合作社负责人\n\n')).toEqual([{ kind: '', large: '王建军　合作社负责人', small: '' }])
  })
})

describe('drafts of this browser', () => {
  it('are shown only when they are documents', () => {
    expect(plainDocument({ type: 'paragraph' })).toBe(undefined)
    expect(plainDocument('<script>')).toBe(undefined)
    expect(
      textOf(
        plainDocument({ type: 'doc', content: [{ type: 'paragraph', attrs: { id: 'a' }, content: [{ type: 'text', text: '一' }] }] })!,
      ),
    ).toBe('一')
  })
})

describe('the look', () => {
  const channel = (hex: string, at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  const brightness = (hex: string) => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5)
  const contrast = (one: string, other: string) => {
    const [low, high] = [brightness(one), brightness(other)].toSorted((a, b) => a - b)
    return (high! + 0.05) / (low! + 0.05)
  }
  it.each([
    ['light', light],
    ['dark', dark],
  ] as const)('can be read in the %s shade: every text and state has 4.5 to 1', (_, tokens) => {
    const texts = [tokens.ink, tokens.soft, tokens.link, tokens.masthead, ...Object.values(tokens.states)]
    for (const colour of texts)
      for (const ground of [tokens.paper, tokens.desk, tokens.raised])
        expect(contrast(colour, ground), `${colour} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    expect(contrast('#ffffff', tokens.accent)).toBeGreaterThanOrEqual(4.5)
  })
  it('has words in both languages, none empty and Chinese ones Chinese', () => {
    const leaves = (value: unknown, path = ''): readonly (readonly [string, string])[] =>
      typeof value === 'string'
        ? [[path, value]]
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
          : []
    for (const [path, words] of [...leaves(zh), ...leaves(en)]) if (path !== '.system.units.count') expect(words.trim(), path).not.toBe('')
    const latin = leaves(zh).filter(
      ([path, words]) =>
        !/\p{Script=Han}/u.test(words) && !['.nav.language', '.board.and', '.board.stop', '.system.units.count'].includes(path),
    )
    expect(latin).toEqual([])
  })
})
