import { setTimeout as delay } from 'node:timers/promises'
import type { Confirmed } from '@kitchen/document/authority'
import { type Editors, openEditors, storyToWrite } from './editing/editors.ts'
import { ourServer, type Server, textbookServer } from './editing/pure.ts'
import { startReal } from './editing/real.ts'
import { interleaved, median, percentile, small } from './measure.ts'
import { type Row, report } from './report.ts'

/**
 * How long a letter takes until the stream confirms it, where everybody writes in one story over a link of 40 ms. Anchor: the textbook's authority, that
 * takes only what was made on the newest text, pure. Limit: an empty message there and back over the same link at the same time.
 */
const oneWay = 20
const [seconds, repeats] = small ? [4, 1] : [20, 3]
const lettersASecond = 2
/** Beside each other: what a message takes through the kitchen, and what the two timers of a link take alone. */
const echoes = { real: [] as number[], pure: [] as number[] }
const shares: number[] = []
const real = await startReal()
const rows: Row[] = []
for (const [people, allowed] of [
  [20, 12],
  [100, 35],
] as const) {
  const before = { real: echoes.real.length, pure: echoes.pure.length, shares: shares.length }
  const { textbook, pure, ours } = await interleaved(repeats, {
    textbook: () => onPure(people, textbookServer),
    pure: () => onPure(people, ourServer),
    ours: () => onReal(people),
  })
  const share = median(shares.slice(before.shares))
  const line = (row: string, p95: number, all: readonly number[]): Row => {
    const limit = percentile(all, 95)
    return { row, unit: 'ms p95', ours: p95, anchor: textbook, limit, goal: `≤ limit + ${allowed} ms`, ok: p95 <= limit + allowed }
  }
  rows.push(line(`${people} editors, kitchen and PostgreSQL`, ours, echoes.real.slice(before.real)))
  rows.push(line(`${people} editors, the authority alone`, pure, echoes.pure.slice(before.pure)))
  const cpu = { row: `${people} editors, the kitchen’s share of a core`, unit: '%', ours: share, anchor: null, limit: null }
  rows.push({ ...cpu, goal: people === 20 ? '≤ 12 %' : 'told', ok: people !== 20 || share <= 12 })
}
await real.stop()
report('editing', rows)

async function onPure(
  people: number,
  serverOf: (doc: ReturnType<typeof storyToWrite>, tell: (rows: readonly Confirmed[]) => void) => Server,
) {
  const doc = storyToWrite()
  const server = serverOf(doc, (rows) => later(() => editors.heard(rows)))
  const editors = openEditors(doc, 0, people, (n, commit) =>
    later(() => {
      if (!server.take(commit)) later(() => editors.refused(n))
    }),
  )
  const stopped = new AbortController()
  const echoing = echo(async () => {}, echoes.pure, stopped.signal)
  const p95 = await write(editors, people)
  stopped.abort()
  await echoing
  server.stop()
  return p95
}

async function onReal(people: number): Promise<number> {
  const story = await real.begin()
  const editors = openEditors(storyToWrite(), 0, people, (n, commit) => later(() => void seats[n]!.commit(commit)))
  const seats = await real.sit(story, editors.clientIds)
  seats[0]!.hear((rows) => later(() => editors.heard(rows)))
  for (const seat of seats.slice(1)) seat.hear(() => {})
  const stopped = new AbortController()
  const echoing = echo(seats[0]!.echo, echoes.real, stopped.signal)
  const [cpu, began] = [real.cpuSeconds(), performance.now()]
  const p95 = await write(editors, people)
  shares.push(((real.cpuSeconds() - cpu) * 100_000) / (performance.now() - began))
  stopped.abort()
  await echoing
  for (const seat of seats) seat.close()
  return p95
}

/** Everybody types at a steady pace, not all at the same moment. Gives the 95th percentile of the confirmations. */
async function write(editors: Editors, people: number): Promise<number> {
  const [began, gap] = [performance.now(), 1000 / (people * lettersASecond)]
  const total = seconds * people * lettersASecond
  for (let typed = 0; typed < total; ) {
    for (; typed < total && began + typed * gap <= performance.now(); typed++) editors.type(typed % people)
    await delay(1)
  }
  for (let waited = 0; editors.waiting() > 0 && waited < 30_000; waited += 20) await delay(20)
  return percentile(editors.took, 95)
}

async function echo(ask: () => Promise<unknown>, into: number[], stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const began = performance.now()
    await new Promise<void>((done) => later(() => void ask().then(() => later(done))))
    into.push(performance.now() - began)
    await delay(50)
  }
}

function later(act: () => void): void {
  setTimeout(act, oneWay)
}
