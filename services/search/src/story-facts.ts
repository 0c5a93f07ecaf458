import { blocksOf, parseDocument, plainText, titlesOf } from '@kitchen/document'
import type { Body } from '@kitchen/events'
import { channels } from '@kitchen/model'
import type { Document } from './document.ts'
import type { Facts } from './facts.ts'

/** All of a released story that can be found, but for who may see it. */
export function factsOfStory(
  facts: Facts,
  released: Body<'story.released'>,
): Pick<Document, 'headline' | 'plain' | 'channels' | 'subjects' | 'people' | 'places' | 'at'> {
  const document = parseDocument(released.document)
  const plain = plainText(document)
  const outlets = released.products.map(({ outlet }) => outlet)
  return {
    headline: released.headline,
    plain,
    channels: channels.filter((channel) => outlets.some((outlet) => facts.channelOf(outlet) === channel)),
    ...facts.of(released.headline, plain, titlesOf(document).byline),
    at: new Date(released.at),
  }
}

/** The pictures and films of a document with their captions, each asset once. */
export function captionsOf(document: unknown): ReadonlyMap<string, string> {
  const captions = new Map<string, string>()
  for (const block of blocksOf(parseDocument(document))) {
    if (block.kind !== 'picture' && block.kind !== 'video') continue
    const words = new Set([captions.get(block.asset) ?? '', block.caption, block.alt, block.credit])
    captions.set(block.asset, [...words].filter((text) => text !== '').join(' '))
  }
  return captions
}
