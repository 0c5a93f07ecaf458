import { correctionRules, correctionStepOf, type Refusal } from '@kitchen/model'
import { refuse } from '../refusals.ts'
import type { Wording } from './draft.ts'
import { textOf } from './page.ts'

/** One passage to change in an article that is out. */
export type Change = { readonly from: string; readonly to: string; readonly characters: number }

/**
 * What a person has to do in WeChat to make the older article say what the new version says: change a few characters, or delete it and send anew. `edits`:
 * how often it was changed already.
 */
export function taskOf(older: Wording, newer: Wording, edits: number): Refusal {
  const changes = changesOf(older, newer)
  const characters = changes.reduce((sum, one) => sum + one.characters, 0)
  const { characters: limit, times } = correctionRules.wechat
  const { does } = correctionStepOf({ channel: 'wechat', out: true, pushed: true, characters, edits })
  const code = does === 'edit-by-hand' ? 'distribution/wechat-change-by-hand' : 'distribution/wechat-repost-by-hand'
  return refuse(code, { characters, limit: limit ?? 0, times: times ?? 0, changes: shown(changes) })
}

/** Title and passages that differ, each cut down to what changes, in the order of the new article. */
export function changesOf(older: Wording, newer: Wording): Change[] {
  const [before, after] = [linesOf(older), linesOf(newer)]
  const gone = before.filter((line) => !after.includes(line))
  const come = after.filter((line) => !before.includes(line))
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, at) => changeOf(gone[at] ?? '', come[at] ?? ''))
}

const linesOf = ({ draft, content }: Wording): string[] => [
  draft.title,
  ...content
    .split(/<\/(?:p|section|h\d|li|blockquote|figcaption|td|th)>/i)
    .map(textOf)
    .filter((line) => line !== ''),
]

function changeOf(from: string, to: string): Change {
  const [old, fresh] = [[...from], [...to]]
  const head = sameAtStart(old, fresh)
  const tail = sameAtStart(old.slice(head).reverse(), fresh.slice(head).reverse())
  const [cut, put] = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)]
  const around = (all: readonly string[]) => all.slice(Math.max(0, head - 4), all.length - Math.max(0, tail - 4)).join('')
  return { from: around(old), to: around(fresh), characters: Math.max(cut.length, put.length) }
}

function sameAtStart(one: readonly string[], other: readonly string[]): number {
  const most = Math.min(one.length, other.length)
  for (let at = 0; at < most; at++) if (one[at] !== other[at]) return at
  return most
}

const most = 3
const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
function shown(changes: readonly Change[]): string {
  const some = changes.slice(0, most).map(({ from, to }) => `“${short(from)}”→“${short(to)}”`)
  return [...some, ...(changes.length > most ? ['…'] : [])].join('；') || '—'
}
