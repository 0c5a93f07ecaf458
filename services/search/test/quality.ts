import type { SearchIndex } from '../src/document.ts'
import { asked, documentOf, reader } from './contract.ts'
import { questions, sentences } from './sentences.ts'

/** Of what answers a question, how much was found; of the best R answers to a question with R right ones, how many are right. Means over all questions. */
export type Quality = { readonly recall: number; readonly precision: number; readonly worst: readonly string[] }

/** Puts the labelled sentences into the index and asks every question. */
export async function qualityOf(index: SearchIndex): Promise<Quality> {
  const ids = new Map<string, number>()
  await inGroups([...sentences.entries()], async ([number, sentence]) => {
    const document = documentOf(sentence)
    ids.set(document.id, number)
    await index.index(document, Date.now() * 1000)
  })
  await new Promise((done) => setTimeout(done, 800))
  const scores = await inGroups(questions, async ([question, answers]) => ({ question, ...(await scoreOf(index, ids, question, answers)) }))
  const mean = (pick: (one: { recall: number; precision: number }) => number) =>
    scores.reduce((sum, one) => sum + pick(one), 0) / scores.length
  const worst = scores
    .filter(({ recall, precision }) => recall < 1 || precision < 1)
    .map((one) => `${one.question} ${one.recall.toFixed(2)}/${one.precision.toFixed(2)}`)
  return { recall: mean(({ recall }) => recall), precision: mean(({ precision }) => precision), worst }
}

async function scoreOf(index: SearchIndex, ids: ReadonlyMap<string, number>, question: string, answers: readonly number[]) {
  const { found } = await index.search(asked(question), reader, { limit: 200, from: 0 })
  const numbers = found.flatMap(({ id }) => ids.get(id) ?? [])
  const right = (among: readonly number[]) => among.filter((number) => answers.includes(number)).length
  return { recall: right(numbers) / answers.length, precision: right(numbers.slice(0, answers.length)) / answers.length }
}

/** A few at a time. */
async function inGroups<In, Out>(all: readonly In[], work: (one: In) => Promise<Out>, size = 8): Promise<Out[]> {
  const done: Out[] = []
  for (let at = 0; at < all.length; at += size) done.push(...(await Promise.all(all.slice(at, at + size).map(work))))
  return done
}
