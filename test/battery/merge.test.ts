import { describe, it } from 'vitest'
import {
  equalsTheReference,
  holds,
  inventsNothing,
  laws,
  nothingLostThroughLevels,
  orderDoesNotMatter,
} from '../../packages/document/test/merge/laws.ts'

const runs = 10_000

describe('10,000 seeded corrections merged into copies', () => {
  for (const [promise, law] of Object.entries(laws)) it(promise, () => holds(law, runs))
  it('lose nothing on their way through a city that changed them too', () => nothingLostThroughLevels(runs))
  it('are the same in any order', () => orderDoesNotMatter(runs))
  it('equal a slow reference in which all edits are known', () => equalsTheReference(runs))
  it('write no figure or sign that neither side wrote', () => inventsNothing(runs))
})
