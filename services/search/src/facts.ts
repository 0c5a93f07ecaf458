import { readFileSync } from 'node:fs'
import { type Bilingual, bilingual, type Channel, type OutletId, outletOf, type Region } from '@kitchen/model'
import { z } from 'zod'
import { fold } from './tokens.ts'

const subjectFile = z.array(z.object({ id: z.string(), name: bilingual, words: z.array(z.string()) }))
type Subject = z.infer<typeof subjectFile>[number]

/** What a text is about, read off its words. `people` and `places`: every name that can be suggested. */
export type Facts = {
  readonly people: readonly string[]
  readonly places: readonly string[]
  readonly channelOf: (outlet: OutletId) => Channel | undefined
  readonly subjectName: (id: string) => Bilingual
  readonly of: (headline: string, plain: string, byline?: string) => { people: string[]; places: string[]; subjects: string[] }
}

/** Names come from the region's file; subjects by the words of `data/subjects.json`, two at most. */
export function openFacts(region: Region): Facts {
  const subjects = subjectFile.parse(JSON.parse(readFileSync(new URL('../data/subjects.json', import.meta.url), 'utf8')))
  const people = region.people.map(({ name }) => name.zh)
  const places = [...new Set([...region.centres.map(({ name }) => name.zh), ...(region.gazetteer?.places ?? [])])]
  const names = new Map(subjects.map(({ id, name }) => [id, name]))
  return {
    people: [...new Set(people)],
    places,
    channelOf: (outlet) => outletOf(region, outlet)?.outlet.channel,
    subjectName: (id) => names.get(id) ?? { zh: id, en: id },
    of: (headline, plain, byline = '') => ({
      people: [...new Set([...people.filter((name) => plain.includes(name)), ...bylineNames(byline)])].slice(0, 40),
      places: places.filter((name) => plain.includes(name)),
      subjects: subjectsOf(subjects, fold(headline), fold(plain)),
    }),
  }
}

/** A word in the headline counts like three in the text; fewer than three say nothing. */
function subjectsOf(subjects: readonly Subject[], headline: string, plain: string): string[] {
  const scored = subjects.map(({ id, words }) => ({
    id,
    score:
      words.filter((word) => headline.includes(word)).length * 2 + words.reduce((sum, word) => sum + Math.min(3, times(plain, word)), 0),
  }))
  return scored
    .filter(({ score }) => score >= 3)
    .sort((a, b) => b.score - a.score)
    .slice(0, 2)
    .map(({ id }) => id)
}

const times = (text: string, word: string) => text.split(word).length - 1

/** The names of a byline like 「记者 马晓岚 通讯员 李文 文/图」. */
const bylineNames = (byline: string): string[] =>
  byline
    .split(/[\s　、,，;；:：/|（）()]+/)
    .map((one) => one.replace(/^(本报|本台)?(记者|通讯员|摄影|摄像|编辑|实习生|见习记者)/, ''))
    .filter((one) => /^\p{Script=Han}{2,4}$/u.test(one) && !/记者|通讯员|摄影|编辑|融媒|报道|文图|供图/.test(one))
