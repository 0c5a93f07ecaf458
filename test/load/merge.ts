import { mergeCorrection, schema } from '@kitchen/document'
import { interleaved, small } from './measure.ts'
import { report } from './report.ts'

/**
 * One correction of a story of 5,000 characters into 19 copies, each localised otherwise: a fifth of its clauses, so that there is much to compare. Limit:
 * reading what has to be read, both texts of every copy, sign by sign.
 */
const copies = 19
const clauses = Array.from({ length: 304 }, (_, at) => `第${at}处渠道今年放水${at * 7}方，`)
const words = (change: (clause: string, at: number) => string) => clauses.map(change)
const base = storyOf(words((clause) => clause))
const theirs = storyOf(words((clause, at) => (at % 25 === 3 ? clause.replace('今年', '去年') : clause)))
const localised = Array.from({ length: copies }, (_, n) =>
  storyOf(words((clause, at) => (at % 5 === n % 5 ? clause.replace('渠道', `本县${n}号渠道`) : clause))),
)

/** CPU milliseconds: others may use the machine. */
const timed = (work: () => void) => async () => {
  const begun = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000
}
const ours = () => {
  for (const copy of localised) mergeCorrection({ base, theirs, ours: copy })
}
const limit = () => {
  let signs = 0
  for (const copy of localised) for (const text of [copy.textContent, theirs.textContent]) for (const sign of text) signs += sign.length
  if (signs === 0) throw new Error('nothing was read')
}
const measured = await interleaved(small ? 5 : 25, { ours: timed(ours), limit: timed(limit) })
report('merge', [
  {
    row: `one correction into ${copies} copies × ${base.textContent.length.toLocaleString('en')} characters`,
    unit: 'CPU ms',
    ours: measured.ours,
    anchor: null,
    limit: measured.limit,
    goal: '≤ 500 ms',
    ok: measured.ours <= 500,
  },
])

function storyOf(all: readonly string[]) {
  const titles = ['kicker', 'headline', 'deck', 'byline'].map((name) => schema.node(name))
  const paragraphs = Array.from({ length: 16 }, (_, at) =>
    schema.node('paragraph', { id: `p${at}` }, [schema.text(all.slice(at * 19, at * 19 + 19).join(''))]),
  )
  return schema.node('doc', null, [...titles, ...paragraphs])
}
