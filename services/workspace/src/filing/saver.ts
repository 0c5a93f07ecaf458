import { type Failed, failedFrom } from '../api/failed.ts'

/**
 * clean → dirty → saving → clean; saving → offline or failed (tried again by itself), or → conflict (a person chooses), or → refused (the next change tries again).
 */
export type SaveState =
  | { readonly kind: 'clean'; readonly at: Date | null }
  | { readonly kind: 'dirty' | 'saving' | 'offline' | 'failed' | 'conflict' }
  | { readonly kind: 'refused'; readonly failed: Failed }
export type Saver<Content> = {
  /** Takes the newest content; it is kept in this browser at once and sent after a breath. */
  readonly changed: (content: Content) => void
  /** Sends now. Answers whether everything is with the kitchen. */
  readonly flush: () => Promise<boolean>
  /** After a conflict: go on from the kitchen's revision, sending what is here. */
  readonly rebase: (revision: number) => void
  /** Takes the kitchen's state as the new ground: nothing here is to be sent. */
  readonly adopt: (revision: number) => void
  readonly revision: () => number
  readonly state: () => SaveState
  readonly stop: () => void
}
type Needs<Content> = {
  readonly revision: number
  /** Sends to the kitchen, answers the new revision; throws `Failed`. */
  readonly send: (content: Content, revision: number) => Promise<number>
  /** Keeps in this browser what the kitchen has not got; `null` forgets it. */
  readonly keep: (content: Content | null, revision: number) => Promise<void>
  readonly told: (state: SaveState) => void
  readonly clock?: () => Date
  readonly breath?: number
  readonly again?: number
}

/** Saves by itself under a revision guard: one save at a time, always the newest content, nothing forgotten before the kitchen has it. */
export function makeSaver<Content>({
  revision: first,
  send,
  keep,
  told,
  clock = () => new Date(),
  breath = 800,
  again = 5_000,
}: Needs<Content>): Saver<Content> {
  let revision = first
  let state: SaveState = { kind: 'clean', at: null }
  let waiting: { readonly content: Content } | null = null
  let running: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const tell = (next: SaveState) => {
    state = next
    told(next)
  }
  const later = (delay: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void run(), delay)
  }
  const run = (): Promise<void> => {
    clearTimeout(timer)
    running ??= save().finally(() => {
      running = null
    })
    return running
  }
  const save = async () => {
    while (waiting && state.kind !== 'conflict') {
      const sending = waiting
      tell({ kind: 'saving' })
      try {
        revision = await send(sending.content, revision)
      } catch (error) {
        return failed(failedFrom(error))
      }
      if (waiting === sending) waiting = null
      await keep(waiting?.content ?? null, revision).catch(() => undefined)
    }
    if (state.kind === 'saving') tell({ kind: 'clean', at: clock() })
  }
  const failed = (error: Failed) => {
    if (error.status === 409) return tell({ kind: 'conflict' })
    if (error.status >= 400 && error.status < 500) return tell({ kind: 'refused', failed: error })
    tell({ kind: error.status === 0 ? 'offline' : 'failed' })
    later(again)
  }

  return {
    changed: (content) => {
      waiting = { content }
      void keep(content, revision).catch(() => undefined)
      if (state.kind === 'conflict') return
      if (state.kind !== 'saving') tell({ kind: state.kind === 'offline' ? 'offline' : 'dirty' })
      if (!running && state.kind !== 'offline') later(breath)
    },
    flush: async () => {
      if (running) await running
      if (waiting) await run()
      return waiting === null && state.kind === 'clean'
    },
    rebase: (to) => {
      revision = to
      if (!waiting) return tell({ kind: 'clean', at: clock() })
      tell({ kind: 'dirty' })
      later(0)
    },
    adopt: (to) => {
      clearTimeout(timer)
      revision = to
      waiting = null
      tell({ kind: 'clean', at: clock() })
      void keep(null, to).catch(() => undefined)
    },
    revision: () => revision,
    state: () => state,
    stop: () => {
      stopped = true
      clearTimeout(timer)
      if (waiting && state.kind !== 'conflict') void run()
    },
  }
}
