import { describe, expect, it } from 'vitest'
import { brokenLocks, choose, compareTexts, lineageOf, lockedIn, mergeCorrection, schema, survivalOf } from '../../src/index.ts'
import { block, story, table } from '../stories.ts'
import { holds, type laws } from './laws.ts'
import { newsEdits } from './news-edits.ts'

const one = (text: string) => story('题', block('paragraph', 'p1', text))
const merged = (base: string, theirs: string, ours: string) => mergeCorrection({ base: one(base), theirs: one(theirs), ours: one(ours) })
const gives = (base: string, theirs: string, ours: string) => {
  const { document, conflicts } = merged(base, theirs, ours)
  return conflicts.length > 0 ? null : document.child(4).textContent
}

describe('inside one block', () => {
  it('merges different clauses and asks about the same one', () => {
    expect(gives('今年，共有126名渠长。', '今年，共有136名渠长。', '今年秋天，共有126名渠长。')).toBe('今年秋天，共有136名渠长。')
    const asked = merged('共有126名渠长。', '共有136名渠长。', '我县有12名渠长。')
    expect(asked.document.child(4).textContent).toBe('我县有12名渠长。')
    expect(asked.conflicts).toMatchObject([{ block: 'p1', kind: 'text' }])
    expect(choose(asked.document, asked.conflicts[0]!, 'theirs').child(4).textContent).toBe('共有136名渠长。')
  })

  it('marks what was merged beside a local change in the same sentence', () => {
    const near = ({ changes }: ReturnType<typeof merged>) => changes.map((change) => change.near)
    expect(near(merged('水费78元，下降12%。', '水费76元，下降12%。', '水费78元，我县下降12%。'))).toEqual([true])
    expect(near(merged('水费78元。下降12%。', '水费76元。下降12%。', '水费78元。我县下降12%。'))).toEqual([false])
  })

  it('never makes a figure of two, nor cuts a sign', () => {
    expect(gives('共有5个乡镇。', '共有20个乡镇。', '共有205个乡镇。')).toBeNull()
    expect(gives('增5.0%。', '增6.0%。', '增5.08%。')).toBeNull()
    expect(gives('👩‍🌾来了。', '👨‍🌾来了。', '👩‍🚀来了。')).toBeNull()
    expect(gives('𠮷林。', '𡈽林。', '𠯀树林。')).toBeNull()
  })

  it('merges marks apart from text, and asks about two links', () => {
    const marked = (text: string, mark: string, attrs = {}) =>
      story(
        '题',
        schema.node('paragraph', { id: 'p1' }, [schema.text('共有'), schema.text(text, [schema.mark(mark, attrs)]), schema.text('名。')]),
      )
    const bold = mergeCorrection({ base: one('共有126名。'), theirs: one('共有136名。'), ours: marked('126', 'strong') })
    expect(JSON.stringify(bold.document)).toContain('{"type":"text","marks":[{"type":"strong"}],"text":"136"}')
    const link = (href: string) => marked('126', 'link', { href })
    const links = mergeCorrection({ base: one('共有126名。'), theirs: link('https://a.example'), ours: link('https://b.example') })
    expect(links.conflicts).toHaveLength(1)
  })

  it('prints news edits as an editor would, or asks, or marks them', () => {
    for (const [base, theirs, ours, right] of newsEdits) {
      const { document, conflicts, changes } = merged(base, theirs, ours)
      const printed = document.child(4).textContent
      const isSafe = conflicts.length > 0 || printed === right || changes.some(({ near }) => near)
      expect([isSafe, printed]).toEqual([true, printed])
    }
  })
})

describe('blocks', () => {
  const picture = (attrs: object) => story('题', block('picture', 'i', '', { asset: 'a', credit: '甲', ...attrs }))
  const three = (base: object, theirs: object, ours: object) =>
    mergeCorrection({ base: picture(base), theirs: picture(theirs), ours: picture(ours) })

  it('merges a caption and a crop, but never puts a credit on another picture', () => {
    expect(three({}, { caption: '新' }, { focus: '0.5 0.5' }).document.child(4).attrs).toMatchObject({ caption: '新', focus: '0.5 0.5' })
    expect(three({}, { credit: '丙' }, { asset: 'own' }).conflicts).toMatchObject([{ block: 'i', kind: 'attributes' }])
  })

  it('merges cells, and asks about a table that one side gave a column', () => {
    const tables = (...cells: string[][]) => story('题', table('t', [['乡镇', '面积'], ...cells]))
    const base = tables(['洪广', '126'], ['立岗', '98'])
    const theirs = tables(['洪广', '136'], ['立岗', '98'])
    const cells = mergeCorrection({ base, theirs, ours: tables(['洪广', '126'], ['立岗镇', '98']) })
    expect([cells.document.child(4).textContent, cells.conflicts]).toEqual(['乡镇面积洪广136立岗镇98', []])
    const wide = story(
      '题',
      table('t', [
        ['乡镇', '面积', '产量'],
        ['洪广', '126', '1'],
        ['立岗', '98', '2'],
      ]),
    )
    expect(mergeCorrection({ base, theirs, ours: wide }).conflicts).toMatchObject([{ kind: 'structure' }])
  })

  it('keeps what is only here where it is, and asks about what was left out here and corrected above', () => {
    const [a, b, c, own] = [
      block('paragraph', 'a', '一'),
      block('paragraph', 'b', '二'),
      block('paragraph', 'c', '三'),
      block('paragraph', 'own', '本县'),
    ]
    const inserted = mergeCorrection({ base: story('题', a, b), theirs: story('题', a, c, b), ours: story('题', a, own, b) })
    expect(inserted.document.textContent).toBe('题一本县三二')
    const theirs = story('题', a, block('paragraph', 'b', '二改'), c)
    const left = mergeCorrection({ base: story('题', a, b, c), theirs, ours: story('题', a, c) })
    expect(left.document.textContent).toBe('题一三')
    expect(left.conflicts).toMatchObject([{ block: 'b', kind: 'leftOutHere' }])
    expect(lineageOf(theirs, left.document).get('b')).toBe('leftOut')
    expect(choose(left.document, left.conflicts[0]!, 'theirs').textContent).toBe('题一二改三')
  })

  it('refuses a choice about a block that was changed since', () => {
    const asked = merged('共有126名。', '共有136名。', '我县有12名。')
    expect(() => choose(one('我县有13名。'), asked.conflicts[0]!, 'theirs')).toThrowError(
      expect.objectContaining({ code: 'document/choice-passed' }),
    )
  })

  it('asks an open question again with the next correction', () => {
    const first = merged('共有126名。', '共有136名。', '我县有12名。')
    const next = mergeCorrection({ base: first.base, theirs: one('共有137名。'), ours: first.document })
    expect(next.conflicts).toMatchObject([{ hunks: [{ base: '共有126', theirs: '共有137', ours: '我县有12' }] }])
  })
})

describe('locks', () => {
  const text = (after: string, value: string) =>
    story('题', schema.node('paragraph', { id: 'p1' }, [schema.text('种植'), schema.node('slot', { id: 's', value }), schema.text(after)]))

  it('are on the text and never on its slots', () => {
    const locked = new Set(['p1'])
    const made = mergeCorrection({ base: text('亩。', ''), theirs: text('公顷。', ''), ours: text('亩地。', '9'), locked })
    expect(made.document.textBetween(0, made.document.content.size)).toContain('种植9公顷。')
    expect(made.changes).toMatchObject([{ kind: 'locked', before: '种植9亩地。' }])
    expect(brokenLocks(text('亩。', ''), text('亩。', '9'), locked)).toEqual([])
    expect(brokenLocks(text('亩。', ''), text('亩地。', '9'), locked)).toEqual(['p1'])
  })

  it('cover all text of a reprint, all but the headline where only that is free, and what is named of an adaptation', () => {
    const base = text('亩。', '')
    expect([...lockedIn(base, { leave: 'reprint', locked: [] })]).toEqual(['kicker', 'headline', 'deck', 'p1'])
    expect([...lockedIn(base, { leave: 'headline', locked: [] })]).toEqual(['kicker', 'deck', 'p1'])
    expect([...lockedIn(base, { leave: 'adapt', locked: ['p1'] })]).toEqual(['p1'])
  })
})

describe('what survived', () => {
  it('is counted by the original’s characters', () => {
    const base = story('四字标题', block('paragraph', 'a', '春灌开闸放水'), block('paragraph', 'b', '渠长上岗'))
    const copy = story('四字标题', block('paragraph', 'a', '春灌本县开闸放水'))
    expect(survivalOf(base, copy)).toMatchObject({ kept: 10, of: 14 })
  })
})

describe('the law of loss', () => {
  it('catches a merge that lets one side win a block', () => {
    const wins: (typeof laws)[string] = (base, theirs, ours) => {
      const pick = base.children.map((one, at) => (ours.children[at]?.eq(one) ? theirs.children[at] : ours.children[at]))
      const words = JSON.stringify(pick)
      for (const run of JSON.stringify(theirs).match(/甲[子-未][天-荒]/g) ?? []) expect(words).toContain(run)
    }
    expect(() => holds(wins, 200)).toThrow()
  })
})

describe('two texts', () => {
  it('are shown against each other without losing a sign', () => {
    const { above, here } = compareTexts('全区有126名渠长。', '我县有12名渠长。')
    const read = (pieces: typeof above) => pieces.map(({ text, same }) => (same ? text : `[${text}]`)).join('')
    expect([read(above), read(here)]).toEqual(['[全区]有[126]名渠长。', '[我县]有[12]名渠长。'])
    expect(compareTexts('', '新').here).toEqual([{ text: '新', same: false }])
  })
})
