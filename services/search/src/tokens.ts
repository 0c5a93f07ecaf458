import type { Region } from '@kitchen/model'
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'

/** Cuts text for the index and for questions: the same on both sides. */
export type Tokens = {
  /** Words as jieba cuts them for search, joined by blanks. */
  readonly words: (text: string) => string[]
  /** Every letter, figure and Chinese character in order; runs of Latin letters or figures stay whole. */
  readonly signs: (text: string) => string[]
}

/** The region's names go into the dictionary, else a county's centre is cut wrong. */
export function openTokens(region: Region): Tokens {
  const jieba = Jieba.withDict(dict)
  const names = region.centres
    .flatMap(({ name, fullName, masthead }) => [name.zh, fullName, masthead.zh])
    .concat('县融媒体中心', '中央厨房', '三审三校')
  jieba.loadDict(new TextEncoder().encode(`${names.map((name) => `${name} 1000 n`).join('\n')}\n`))
  return {
    words: (text) =>
      jieba
        .cutForSearch(fold(text), true)
        .map((word) => word.trim())
        .filter((word) => /[\p{L}\p{N}]/u.test(word)),
    signs: (text) => fold(text).match(sign) ?? [],
  }
}

const sign = /\p{Script=Han}|[\p{L}\p{N}]+?(?=\p{Script=Han}|[^\p{L}\p{N}]|$)/gu

/** Full-width and half-width, upper and lower case are the same to a reader. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase()
