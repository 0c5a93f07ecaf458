import type { StoryLine } from '@kitchen/api'
import type { Words } from '../words/zh.ts'

/** 等编辑：在周明远处. At most two names are said; the reader's own is 您. */
export function whereIs({ step, people }: StoryLine['waiting'], me: string, words: Words): string {
  if (step === 'none' || people.length === 0) return words.wait.nobody(words.step[step])
  const mine = people.filter(({ person }) => person === me).map(() => words.wait.you)
  const names = [...mine, ...people.filter(({ person }) => person !== me).map(({ name }) => name)]
  const said = words.list(names.slice(0, 2))
  return words.wait.withPeople(names.length > 2 ? words.wait.andMore(said, names.length) : said, words.step[step])
}
