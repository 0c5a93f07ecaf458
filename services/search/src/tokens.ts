import { createHash } from 'node:crypto'
import type { Region } from '@kitchen/model'
import { Jieba, TfIdf } from '@node-rs/jieba'
import { dict, idf } from '@node-rs/jieba/dict.js'

/** Cuts text for the index and for questions, for every engine: the same code on all sides. */
export type Tokens = {
  /** Which words it was made with: whatever was cut by another list is cut again. */
  readonly wordList: string
  /** Words as jieba cuts them for search. */
  readonly words: (text: string) => string[]
  /** Every letter, figure and Chinese character in order; runs of Latin letters or figures stay whole. */
  readonly signs: (text: string) => string[]
  /** The words that tell a text from others, the strongest first. */
  readonly marks: (text: string, most: number) => string[]
}

/** Changed whenever this file cuts otherwise. */
const cutting = '2'

/** The region's names, people, places and house terms go into the dictionary, else a county's centre is cut wrong. */
export function openTokens(region: Region): Tokens {
  const jieba = Jieba.withDict(dict)
  const names = namesOf(region)
  jieba.loadDict(new TextEncoder().encode(`${names.map((name) => `${name} 1000 n`).join('\n')}\n`))
  const weights = TfIdf.withDict(idf)
  return {
    wordList: createHash('sha256')
      .update(`${cutting}\n${names.join('\n')}`)
      .digest('hex')
      .slice(0, 12),
    words: (text) =>
      jieba
        .cutForSearch(fold(text), true)
        .map((word) => word.trim())
        .filter((word) => /[\p{L}\p{N}]/u.test(word)),
    signs: (text) => fold(text).match(sign) ?? [],
    marks: (text, most) =>
      weights
        .extractKeywords(jieba, fold(text), most * 2)
        .map(({ keyword }) => keyword)
        .filter((word) => word.length > 1 && !/^\p{N}/u.test(word))
        .slice(0, most),
  }
}

function namesOf({ centres, people, gazetteer }: Region): string[] {
  const houses = centres.flatMap(({ name, fullName, masthead }) => [name.zh, fullName, masthead.zh])
  const own = [...(gazetteer?.places ?? []), ...(gazetteer?.terms ?? []), '县融媒体中心', '中央厨房', '三审三校']
  return [...new Set([...houses, ...people.map(({ name }) => name.zh), ...own].map(fold))].sort()
}

const sign = /\p{Script=Han}|[\p{L}\p{N}]+?(?=\p{Script=Han}|[^\p{L}\p{N}]|$)/gu

/** Full-width and half-width, upper and lower case are the same to a reader. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase()
