import { describe, expect, it } from 'vitest'
import { blocksOf, fillSlot, openSlots, plainText, schema, slotsOf, withEmptySlots } from '../src/index.ts'
import { block, story } from './stories.ts'

const slot = (id: string, value: string, more = {}) => schema.node('slot', { id, kind: 'figure', hint: '本县面积', value, ...more })
const offered = story(
  '题',
  schema.node('paragraph', { id: 'a' }, [schema.text('本县种植'), slot('s1', '12万'), schema.text('亩。')]),
  schema.node('hole', { id: 'h', kind: 'quotation', hint: '请一位农户说一句' }),
  schema.node('hole', { id: 'i', kind: 'picture', hint: '本县图片', required: false }),
  block('paragraph', 'b', '完。'),
)

describe('slots', () => {
  it('are offered empty, with what stood there as the example', () => {
    const [figure] = slotsOf(withEmptySlots(offered))
    expect(figure).toMatchObject({ id: 's1', block: 'a', value: '', hint: '本县面积，如：12万', before: '本县种植', after: '亩。' })
    expect(slotsOf(withEmptySlots(withEmptySlots(offered)))).toEqual(slotsOf(withEmptySlots(offered)))
  })

  it('are open until what is required is filled', () => {
    const empty = withEmptySlots(offered)
    expect(openSlots(empty).map(({ id }) => id)).toEqual(['s1', 'h'])
    const filled = fillSlot(fillSlot(empty, 's1', { text: '9万' }), 'h', { text: '水来得及时。' })
    expect(openSlots(filled)).toEqual([])
    filled.check()
    expect(plainText(filled)).toBe('题\n本县种植9万亩。\n水来得及时。\n完。')
  })

  it('become blocks of their kind, and readers see neither holes nor empty slots', () => {
    const empty = withEmptySlots(offered)
    expect(blocksOf(empty).map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph'])
    expect(blocksOf(empty)[0]).toMatchObject({ text: '本县种植亩。', runs: [{ text: '本县种植亩。' }] })
    const picture = { asset: 'x', caption: '开镰', credit: '马骏 摄' }
    expect(blocksOf(fillSlot(empty, 'i', picture))[1]).toMatchObject({ kind: 'picture', id: 'i', ...picture })
  })

  it('refuse an id that is none', () => {
    expect(() => fillSlot(offered, 'none', { text: '' })).toThrowError(expect.objectContaining({ code: 'document/no-slot' }))
  })
})
