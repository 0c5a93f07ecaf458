import { shelf } from '../kept/shelf.ts'
import { assetOf, raised, startable, type UploadLine } from './line.ts'
import { type Sending, send } from './sending.ts'

/** What outlives a reload: whose it is, and the bytes as well, when the browser has room for them. */
type Kept = Pick<UploadLine, 'key' | 'story' | 'name' | 'type' | 'size' | 'url'> & {
  readonly person: string
  readonly file: File | null
  readonly at: number
}
const kept = shelf<Kept>('uploads')
const files = new Map<string, File>()
const running = new Map<string, Sending>()
const listeners = new Set<() => void>()
let lines: readonly UploadLine[] = []
/** Whose queue this is. */
let owner: string | undefined

/** For `useSyncExternalStore`. */
export function subscribeUploads(changed: () => void): () => void {
  listeners.add(changed)
  return () => listeners.delete(changed)
}
export const uploadsNow = (): readonly UploadLine[] => lines

/** Takes files into the queue of a story. Answers their keys. */
export function upload(story: string, chosen: readonly File[]): readonly string[] {
  const added = chosen.map((file) => lineOf(story, file))
  added.forEach((line, index) => {
    files.set(line.key, chosen[index]!)
    void keep(line, chosen[index]!)
  })
  set([...lines, ...added])
  pump()
  return added.map(({ key }) => key)
}

export function pause(key: string) {
  stop(key)
  change(key, { state: 'paused', rate: 0 })
  pump()
}

export function resume(key: string) {
  change(key, { state: files.has(key) ? 'waiting' : 'lost', failure: null })
  pump()
}

export function raise(key: string) {
  const next = raised(lines, key)
  set(next.lines)
  if (next.interrupt) {
    stop(next.interrupt)
    change(next.interrupt, { state: 'waiting', rate: 0 })
  }
  pump()
}

/** The same file again, after the browser could not keep its bytes. */
export function reselect(key: string, file: File) {
  files.set(key, file)
  change(key, { seen: URL.createObjectURL(file) })
  resume(key)
}

/** Takes one out of the queue. Nothing is deleted before `finally` is called; `undo` puts it back. */
export function remove(key: string): { readonly undo: () => void; readonly finally: () => void } {
  const line = lines.find((one) => one.key === key)
  const at = lines.findIndex((one) => one.key === key)
  stop(key)
  set(lines.filter((one) => one.key !== key))
  pump()
  const undo = () => {
    if (!line) return
    set([...lines.slice(0, at), { ...line, state: line.state === 'sending' ? 'waiting' : line.state }, ...lines.slice(at)])
    pump()
  }
  return { undo, finally: () => void forget(key, line?.url ?? null) }
}

/**
 * Puts what a reload interrupted back into the queue, of this person alone: what another has left in this browser is never sent in their name, and
 * waits for them. Answers how many go on.
 */
export async function resumeUploads(person: string): Promise<number> {
  if (owner === person) return 0
  if (owner !== undefined) leaveUploads()
  owner = person
  const all = await kept.all().catch(() => [])
  if (owner !== person) return 0
  const found = all.filter((one) => one.person === person).toSorted((one, other) => one.at - other.at)
  for (const { key, file } of found) if (file) files.set(key, file)
  set([...found.filter(({ key }) => !lines.some((line) => line.key === key)).map(lineOfKept), ...lines])
  pump()
  return found.length
}

/** The person goes: nothing is sent any more, what is kept stays for their next time. */
export function leaveUploads() {
  for (const key of [...running.keys()]) stop(key)
  files.clear()
  owner = undefined
  set([])
}

function pump() {
  for (const line of startable(lines)) start(line)
}

function start(line: UploadLine) {
  const file = files.get(line.key)
  if (!file) return change(line.key, { state: 'lost' })
  change(line.key, { state: 'sending', failure: null })
  running.set(
    line.key,
    send(file, line, {
      opened: (url) => opened(line.key, url, file),
      moved: (sent, rate) => change(line.key, { sent, rate }),
      done: () => finish(line.key),
      cut: () => wait(line.key),
      refused: (failure) => {
        running.delete(line.key)
        change(line.key, { state: 'failed', failure, rate: 0 })
        pump()
      },
    }),
  )
}

function opened(key: string, url: string, file: File) {
  change(key, { url })
  const line = lines.find((one) => one.key === key)
  if (line) void keep(line, file)
}

function finish(key: string) {
  running.delete(key)
  change(key, { state: 'done', rate: 0, sent: lines.find((line) => line.key === key)?.size ?? 0 })
  void kept.drop(key)
  pump()
}

/** The link is cut: the line waits and goes on by itself. */
function wait(key: string) {
  running.delete(key)
  change(key, { state: 'waiting', rate: 0 })
  setTimeout(pump, 5_000)
}

function stop(key: string) {
  running.get(key)?.stop()
  running.delete(key)
}

async function forget(key: string, url: string | null) {
  files.delete(key)
  await kept.drop(key).catch(() => undefined)
  if (url) await fetch(url, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(() => undefined)
}

/** With the bytes if there is room, else at least the name and the address. */
async function keep({ key, story, name, type, size, url }: UploadLine, file: File) {
  if (owner === undefined) return
  const record = { key, story, name, type, size, url, person: owner, at: Date.now() }
  await kept.put(key, { ...record, file }).catch(() => kept.put(key, { ...record, file: null }).catch(() => undefined))
}

const lineOf = (story: string, file: File): UploadLine => ({
  key: crypto.randomUUID(),
  story,
  name: file.name,
  type: file.type,
  size: file.size,
  sent: 0,
  rate: 0,
  state: 'waiting',
  url: null,
  failure: null,
  seen: URL.createObjectURL(file),
})
const lineOfKept = ({ file, at: _, person: __, ...line }: Kept): UploadLine => ({
  ...line,
  sent: 0,
  rate: 0,
  state: file ? 'waiting' : 'lost',
  failure: null,
  seen: file ? URL.createObjectURL(file) : null,
})

function change(key: string, to: Partial<UploadLine>) {
  set(lines.map((line) => (line.key === key ? { ...line, ...to } : line)))
}

function set(next: readonly UploadLine[]) {
  lines = next
  for (const changed of listeners) changed()
}

/** The asset of a line that is in the queue, as soon as the kitchen has opened it. */
export function whenOpened(key: string, after: (asset: string) => void) {
  const off = subscribeUploads(look)
  function look() {
    const line = lines.find((one) => one.key === key)
    const asset = line && assetOf(line)
    if (line && !asset) return
    off()
    if (asset) after(asset)
  }
  look()
}
