/** What one open editor sends: steps on top of `baseVersion`. `commitId` rises by each commit of a client; one is in flight at a time. */
export type Commit = {
  readonly clientId: string
  readonly commitId: number
  readonly baseVersion: number
  readonly steps: readonly unknown[]
}

/**
 * A confirmed commit: a row of the log and a message of the stream. Its version is one more than the row's before. `origins[n]` is the place that
 * confirmed step n had in the commit; what is missing there had nothing left to do.
 */
export type Confirmed = Commit & { readonly version: number; readonly origins: readonly number[] }

/** Under this name the authority itself commits, to repair block ids. No client may have it. */
export const repairer = ''

/**
 * `malformed`: no steps; `ahead`: of a version that is not there; `too-old`: only older rows of the log, or a snapshot, can tell what was missed;
 * `stale`: made before this client's own last commit was confirmed; the others: what would come of it may not be.
 */
export type CommitFault = 'malformed' | 'ahead' | 'too-old' | 'stale' | 'too-many-steps' | 'too-large' | 'too-many-blocks' | 'invalid'

/** `bytes` and `blocks` of the document as JSON and without its titles; `recent`: how many confirmed commits the authority keeps at hand. */
export type CommitLimits = { readonly steps: number; readonly bytes: number; readonly blocks: number; readonly recent: number }
