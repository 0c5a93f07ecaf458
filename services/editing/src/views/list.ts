import type { StoryLine } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import { listedStories, type Narrow } from '../rows.ts'
import { type Looking, storyLine } from './story.ts'

/** The stories of the caller's centre: those that wait for the caller first (the longest waiting on top), then the newest. */
export async function storyList(tx: Tx, narrow: Narrow, looking: Looking): Promise<StoryLine[]> {
  const stories = await listedStories(tx, narrow)
  return stories.map((story) => storyLine(story, looking)).sort(inOrder)
}

function inOrder(one: StoryLine, other: StoryLine): number {
  if (one.waitsForMe !== other.waitsForMe) return one.waitsForMe ? -1 : 1
  if (one.waitsForMe) return one.waiting.since < other.waiting.since ? -1 : 1
  return one.updatedAt > other.updatedAt ? -1 : 1
}
