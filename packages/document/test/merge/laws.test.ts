import { describe, it } from 'vitest'
import { equalsTheReference, holds, inventsNothing, laws, nothingLostThroughLevels, orderDoesNotMatter } from './laws.ts'

/** The battery runs ten times as many. */
const runs = 1_000

describe('a correction merged into a copy', () => {
  for (const [promise, law] of Object.entries(laws)) it(promise, () => holds(law, runs))
  it('loses nothing on its way through a city that changed it too', () => nothingLostThroughLevels(runs))
  it('is the same in any order of corrections to different blocks', () => orderDoesNotMatter(runs))
  it('equals a slow reference in which all edits are known', () => equalsTheReference(runs))
  it('writes no figure or sign that neither side wrote', () => inventsNothing(runs))
})
