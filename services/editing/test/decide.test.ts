import { Refusal } from '@kitchen/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Command, decide } from '../src/decide.ts'
import { currentProductsHash } from '../src/duties.ts'
import { decideCopyRecalled } from '../src/steps.ts'
import { evolve, type Fact, type Story } from '../src/story.ts'
import { waitingOf } from '../src/waiting.ts'
import { actsOf, type Decide, lifeOf } from './lives.ts'
import { aroundAt, callerFor, copyStory, draftStory, made, newsroom, refused, textWith } from './newsroom.ts'

const given = (story: Story, ...facts: readonly Fact[]): Story => facts.reduce(evolve, story)
const when = (story: Story, who: string, command: Command, at?: string): Story =>
  given(story, ...decide(story, command, callerFor(who), aroundAt(at)))
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
const seal = (story: Story, who = '100000-lin') => when(story, who, { do: 'seal', revision: story.revision })
const makeAll = (story: Story) =>
  given(story, ...story.sealed!.outlets.map(({ outlet }) => made(story.sealed!.version, outlet, 'a'.repeat(64))))
const sign = (story: Story, who: string, review: 'first' | 'second' | 'final') => {
  const { version, contentHash } = story.sealed!
  return when(story, who, { do: 'sign', version, review, contentHash, productsHash: currentProductsHash(story.sealed!)! })
}
const signAll = (story: Story) => sign(sign(sign(story, '100000-lin', 'first'), '100000-gao', 'second'), '100000-all', 'final')

describe('a version', () => {
  it('has the number after the last one, also when the text is the same', () => {
    const once = seal(draftStory())
    const back = when(once, '100000-gao', { do: 'return', reason: '再核' })
    expect(seal(back).sealed).toMatchObject({ version: 2, contentHash: once.sealed!.contentHash })
  })

  it('has another hash when the outlets differ, for instance by must-carry', () => {
    const own = seal(draftStory())
    const carried = seal(draftStory({ id: own.id, mustCarry: true }))
    expect(carried.sealed!.contentHash).not.toBe(own.sealed!.contentHash)
  })
})

describe('signatures', () => {
  it('of a version that was returned do not hold for the next one, though its hashes be the same', () => {
    const back = when(signAll(makeAll(seal(draftStory()))), '100000-gao', { do: 'return', reason: '再核' })
    const again = makeAll(seal(back))
    expect(codeOf(() => when(again, '100000-lin', { do: 'release', version: 2 }))).toBe('editing/signatures-missing')
  })

  it('hold again when the products come back to the hash that was signed', () => {
    const ready = signAll(makeAll(seal(draftStory())))
    const changed = given(ready, made(1, '100000-web', 'b'.repeat(64)))
    expect(codeOf(() => when(changed, '100000-lin', { do: 'release', version: 1 }))).toBe('editing/signatures-missing')
    expect(when(given(changed, made(1, '100000-web', 'a'.repeat(64))), '100000-lin', { do: 'release', version: 1 }).state).toBe('released')
  })

  it('are of no use when nothing could be made', () => {
    const sealed = seal(draftStory())
    const none = given(sealed, ...sealed.sealed!.outlets.map(({ outlet }) => refused(1, outlet, 'generation/too-long')))
    expect(codeOf(() => sign(none, '100000-lin', 'first'))).toBe('editing/nothing-made')
  })
})

describe('a release', () => {
  it('leaves out what was refused', () => {
    const ready = signAll(given(makeAll(seal(draftStory())), refused(1, '100000-wechat', 'generation/too-long')))
    const [fact] = decide(ready, { do: 'release', version: 1 }, callerFor('100000-lin'), aroundAt())
    expect(fact?.type === 'story.released' && fact.body.products.map(({ outlet }) => outlet)).toEqual(['100000-print', '100000-web'])
  })

  it('is not touched by products that come later', () => {
    const released = when(signAll(makeAll(seal(draftStory()))), '100000-lin', { do: 'release', version: 1 })
    expect(given(released, made(1, '100000-web', 'f'.repeat(64)))).toEqual(released)
  })
})

describe('a copy', () => {
  const recall = { person: callerFor('100000-gao').person, reason: '原稿有误', at: '2025-11-24T05:00:00.000Z' }

  it('cannot go on once its original is recalled', () => {
    const gone = given(copyStory(), ...decideCopyRecalled(copyStory(), recall))
    expect(gone.state).toBe('recalled')
    expect(codeOf(() => seal(gone, '100100-editor'))).toBe('editing/not-here')
    expect(decideCopyRecalled(gone, recall)).toEqual([])
  })

  it('is reviewed by others than the person who took it over', () => {
    const sealed = makeAll(seal(copyStory(), '100100-editor'))
    expect(codeOf(() => sign(sealed, '100100-editor', 'first'))).toBe('editing/author-cannot-review')
    expect(waitingOf(sealed, aroundAt())).toMatchObject({ step: 'first', people: [{ person: '100100-mate' }] })
  })
})

describe('saving', () => {
  it('takes the same text again as nothing new, whatever its revision', () => {
    const story = draftStory()
    const text = { ...textWith('固原种下第一万亩冷凉蔬菜', '菜农老马一早就下了地。') }
    expect(decide(story, { do: 'save', revision: 7, text }, callerFor('100000-wei'), aroundAt())).toEqual([])
  })
})

describe('a refusal', () => {
  it('leaves no hole in its sentences', () => {
    const holes: string[] = []
    const listening: Decide = (...all) => {
      try {
        return decide(...all)
      } catch (error) {
        if (error instanceof Refusal)
          holes.push(...[error.says, error.next].flatMap(({ zh, en }) => [zh, en]).filter((text) => text.includes('{')))
        throw error
      }
    }
    fc.assert(
      fc.property(actsOf(newsroom.people.map(({ id }) => id)), (acts) => void lifeOf(draftStory(), acts, listening)),
      { numRuns: 50 },
    )
    expect(holes).toEqual([])
  })
})
