import { history } from 'prosemirror-history'
import type { Node } from 'prosemirror-model'
import { EditorState, type Transaction } from 'prosemirror-state'
import {
  type Answer,
  type Authority,
  type Commit,
  type Confirmed,
  commitLimits,
  receive,
  replay,
  since,
  startAuthority,
} from '../../src/authority/index.ts'
import {
  adopt,
  hear,
  keptOf,
  launch,
  liveEditing,
  liveOf,
  redoOwn,
  relaunch,
  reopened,
  startLive,
  undoOwn,
  withdraw,
} from '../../src/client/index.ts'
import { schema } from '../../src/index.ts'
import { block, story } from '../stories.ts'
import { type Act, gentle, moveBlock, rough } from './acts.ts'
import { type Chance, chanceOf } from './chance.ts'

/** What may be exchanged for a known-bad twin. */
export type Twin = { readonly receive?: typeof receive; readonly heard?: (row: Confirmed, state: EditorState) => Confirmed }
export type Plan = {
  readonly seed: number
  readonly people?: number
  readonly ticks?: number
  /** Nobody takes anything away. */
  readonly gentle?: boolean
  /** Blocks are dragged as well. */
  readonly moves?: boolean
  readonly twin?: Twin
}
export type Writer = {
  readonly name: string
  state: EditorState
  online: boolean
  readonly typed: Set<string>
  readonly erased: Set<string>
  /** What this person ever took away, brought back or not. */
  readonly took: Set<string>
  foreign: number
}
export type Outcome = {
  readonly server: Authority
  readonly log: readonly Confirmed[]
  readonly first: Node
  readonly writers: readonly Writer[]
  readonly quiet: boolean
  readonly torn: number
  readonly refused: Readonly<Record<string, number>>
}

export const lettersOf = (doc: Node): Set<string> => new Set(doc.textContent)

/** Plays one seed: people write, the network drops, doubles, reorders and cuts, the server restarts, pages reload; then all comes to rest. */
export function play({ seed, people, ticks = 140, gentle: kind = false, moves = false, twin = {} }: Plan): Outcome {
  const chance = chanceOf(seed)
  const acts = kind ? gentle : [...gentle, ...rough, ...(moves ? [moveBlock, moveBlock] : [])]
  const limits = { ...commitLimits, recent: seed % 2 ? 40 : 1_000 }
  const letters = lettersFrom(0x3400)
  const first = story('题', ...[0, 1, 2, 3].map((number) => block('paragraph', `p${number}`, letters(6))))
  let server = startAuthority(first)
  const saved = { doc: first.toJSON() as unknown, version: 0, last: [...server.last] }
  const log: Confirmed[] = []
  const refused: Record<string, number> = {}
  let torn = 0
  let unsent: Confirmed[] = []
  let messages: Message[] = []
  let ids = 0
  const makeId = () => `n${ids++}`
  const writers: Writer[] = Array.from({ length: people ?? 2 + chance.below(7) }, (_, index) => newWriter(`c${index}`, first))

  const send = (to: Message['to'], run: () => void) => void messages.push({ to, run })
  const show = (writer: Writer) => (tr: Transaction) => {
    writer.state = writer.state.apply(tr)
    if (!isSound(writer.state.doc)) torn++
    return writer.state
  }
  const broadcast = () => {
    const rows = unsent
    unsent = []
    if (rows.length > 0) for (const writer of writers) if (writer.online) send(writer, () => heard(writer, rows))
  }
  const heard = (writer: Writer, rows: readonly Confirmed[]) => {
    const copy = (JSON.parse(JSON.stringify(rows)) as Confirmed[]).map((row) => twin.heard?.(row, writer.state) ?? row)
    for (const part of seed % 3 ? copy.map((row) => [row]) : [copy]) if (hear(writer.state, part, show(writer)).gap) return ask(writer)
  }
  const ask = (writer: Writer) => {
    const { version } = liveOf(writer.state)
    send('server', () => tell(writer, version))
  }
  const tell = (writer: Writer, version: number) => {
    const missed = since(server, version)
    if (missed) return send(writer, () => heard(writer, missed))
    const { doc, version: at, last } = server
    send(writer, () => {
      if (at <= liveOf(writer.state).version) return
      const lastCommitId = last.get(liveOf(writer.state).clientId)?.commitId ?? 0
      show(writer)(adopt(writer.state, { doc: schema.nodeFromJSON(doc.toJSON()), version: at, lastCommitId }))
    })
  }
  const submit = (writer: Writer) => {
    const tr = launch(writer.state)
    if (tr) writer.state = writer.state.apply(tr)
    const { flight } = liveOf(writer.state)
    if (!flight || !writer.online) return
    const wire = JSON.stringify(flight)
    send('server', () => arrives(writer, JSON.parse(wire) as Commit))
  }
  const arrives = (writer: Writer, commit: Commit) => {
    const answer: Answer = (twin.receive ?? receive)(server, commit, limits, makeId)
    if (answer.kind === 'repeated') return send(writer, () => ask(writer))
    if (answer.kind === 'refused') return send(writer, () => isRefused(writer, commit, answer.fault))
    if (chance.one(0.02)) return restart()
    log.push(...answer.rows)
    server = answer.next
    unsent.push(...answer.rows)
    if (chance.one(0.02)) return restart()
    if (chance.one(0.5)) broadcast()
  }
  const isRefused = (writer: Writer, commit: Commit, fault: string) => {
    refused[fault] = (refused[fault] ?? 0) + 1
    const { flight } = liveOf(writer.state)
    if (flight?.commitId !== commit.commitId) return
    if (fault === 'stale' || fault === 'ahead') return ask(writer)
    if (fault !== 'too-old') return void show(writer)(withdraw(writer.state))
    if (flight.baseVersion === commit.baseVersion) writer.state = writer.state.apply(relaunch(writer.state))
    ask(writer)
  }
  /** Memory is gone, the log is not. */
  const restart = () => {
    unsent = []
    messages = messages.filter(({ to }) => to !== 'server' || chance.one(0.5))
    const kept = startAuthority(schema.nodeFromJSON(saved.doc), saved.version, new Map(saved.last))
    server = replay(kept, JSON.parse(JSON.stringify(log)) as Confirmed[], limits)
    if (chance.one(0.5)) Object.assign(saved, { doc: server.doc.toJSON(), version: server.version, last: [...server.last] })
  }
  const deliver = (reorder: boolean) => messages.splice(reorder ? chance.below(messages.length) : 0, 1)[0]?.run()
  const cut = (writer: Writer) => {
    writer.online = false
    messages = messages.filter(({ to }) => to !== writer)
  }
  const reconnect = (writer: Writer) => {
    writer.online = true
    ask(writer)
    submit(writer)
  }
  /** The page is gone; what the browser kept opens it again. History is new then. */
  const reload = (writer: Writer) => {
    cut(writer)
    const { doc, live } = reopened(JSON.parse(JSON.stringify(keptOf(writer.state))))
    writer.state = EditorState.create({ doc, plugins: [liveEditing(live), history()] })
    reconnect(writer)
  }
  const events: readonly [until: number, happens: (writer: Writer) => void][] = [
    [45, (writer) => write(writer, chance, acts, letters)],
    [62, submit],
    [86, () => messages.length > 0 && deliver(chance.one(0.2))],
    [90, broadcast],
    [92, () => messages.length > 0 && messages.splice(chance.below(messages.length), 1)],
    [94, () => messages.length > 0 && messages.push(chance.pick(messages))],
    [96, cut],
    [97, reconnect],
    [98, reload],
    [99, restart],
    [100, ask],
  ]
  for (let tick = 0; tick < ticks; tick++) {
    const dice = chance.below(100)
    events.find(([until]) => dice < until)![1](chance.pick(writers))
  }
  const busy = () =>
    writers.some(({ state }) => liveOf(state).pending.length > 0 || liveOf(state).flight || liveOf(state).version !== server.version)
  for (let round = 0; round < 60 && (busy() || messages.length > 0); round++) {
    for (const writer of writers) reconnect(writer)
    while (messages.length > 0 || unsent.length > 0) {
      broadcast()
      deliver(false)
    }
  }
  return { server, log, first, writers, quiet: !busy(), torn, refused }
}

type Message = { readonly to: Writer | 'server'; readonly run: () => void }

function newWriter(name: string, doc: Node): Writer {
  const state = EditorState.create({ doc, plugins: [liveEditing(startLive(name, 0)), history({ newGroupDelay: 500 })] })
  return { name, state, online: true, typed: new Set(), erased: new Set(), took: new Set(), foreign: 0 }
}

/** Letters that are all different, so that each can be followed. */
function lettersFrom(start: number) {
  let next = start
  return (count: number) =>
    Array.from({ length: count }, () => {
      if (next === 0xd800) next = 0xf900
      return String.fromCharCode(next++)
    }).join('')
}

/** One act of one person, with a note of what it brought and took. */
function write(writer: Writer, chance: Chance, acts: readonly Act[], letters: (count: number) => string): void {
  const before = lettersOf(writer.state.doc)
  const undoing = chance.one(0.12)
  if (undoing) {
    const apply = (tr: Transaction) => {
      writer.state = writer.state.apply(tr)
      return writer.state
    }
    chance.pick([undoOwn, redoOwn])(writer.state, apply)
  } else {
    const tr = attempt(() => chance.pick(acts)(writer.state, chance, letters))
    if (tr?.docChanged) writer.state = writer.state.apply(tr)
  }
  const after = lettersOf(writer.state.doc)
  for (const letter of before) if (!after.has(letter)) gone(writer, letter, undoing)
  for (const letter of after) {
    if (before.has(letter)) continue
    if (!undoing) writer.typed.add(letter)
    writer.erased.delete(letter)
  }
}

function gone(writer: Writer, letter: string, undoing: boolean): void {
  if (undoing && !writer.typed.has(letter) && !writer.took.has(letter)) writer.foreign++
  writer.took.add(letter)
  writer.erased.add(letter)
}

/** ProseMirror throws where a random act does not fit. */
function attempt(make: () => Transaction | null): Transaction | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError || /TransformError|ReplaceError/.test((error as Error).name)) return null
    throw error
  }
}

function isSound(doc: Node): boolean {
  try {
    doc.check()
    return true
  } catch {
    return false
  }
}

/** Letters that somebody typed, nobody who saw them erased, and that are not there. */
export function lost({ server, writers }: Outcome): string[] {
  const there = lettersOf(server.doc)
  const typed = writers.flatMap((one) => [...one.typed])
  return typed.filter((letter) => !there.has(letter) && !writers.some(({ erased }) => erased.has(letter)))
}

/** Letters that stand there more than once. */
export function doubled({ server }: Outcome): string[] {
  const text = [...server.doc.textContent]
  return text.filter((letter, at) => text.indexOf(letter) !== at)
}

/** The laws that an outcome breaks, in words. */
export function broken(outcome: Outcome): string[] {
  const { server, log, first, writers, quiet, torn } = outcome
  const blocks = server.doc.children.map(({ attrs }) => String(attrs.id))
  const commits = log.filter(({ clientId }) => clientId !== '').map(({ clientId, commitId }) => `${clientId} ${commitId}`)
  const told = JSON.parse(JSON.stringify(log)) as Confirmed[]
  const laws: readonly [boolean, string][] = [
    [quiet, 'never at rest'],
    [writers.every(({ state }) => state.doc.eq(server.doc)), 'documents differ'],
    [replay(startAuthority(first), told).doc.eq(server.doc), 'the log does not lead to the document'],
    [isSound(server.doc) && torn === 0, 'a document was invalid'],
    [blocks.every((id) => id !== '') && new Set(blocks).size === blocks.length, 'block ids are not unique'],
    [new Set(commits).size === commits.length, 'a commit counted twice'],
    [log.every(({ version }, index) => version === index + 1), 'the log has a gap'],
    [writers.every(({ foreign }) => foreign === 0), 'an undo took what others wrote'],
  ]
  return laws.filter(([holds]) => !holds).map(([, law]) => law)
}
