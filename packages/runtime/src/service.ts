import type { Hint, StuckView, SystemView } from '@kitchen/api'
import type { BlobStore } from '@kitchen/blob-store'
import type { Database } from '@kitchen/database'
import type { EventLog } from '@kitchen/event-log'
import type { CentreId, Region } from '@kitchen/model'
import type { Router } from 'express'
import type { Logger } from 'pino'
import type { Measure } from './measure.ts'

/** Tells browsers that something changed; they fetch what they show. Lossy: a screen also fetches when it connects again. */
export type Hints = { readonly send: (hint: Hint, to: { readonly centres: readonly CentreId[] }) => void }

/** What a part reports to the System page. */
export type Report = SystemView['parts'][number] & { readonly stuck: readonly StuckView[] }

/** What every service is started with. */
export type ServiceNeeds = {
  readonly database: Database
  readonly log: EventLog
  readonly blobs: BlobStore
  readonly region: Region
  readonly logger: Logger
  readonly hints: Hints
  readonly clock: () => Date
  /** A folder of the service's own below the data folder. */
  readonly folder: string
  /** Where published sites are reached, for example `http://localhost:8081`: no slash at the end. */
  readonly publicOrigin: string
}

/**
 * What every service gives: its routes (full paths), what it reports, and what its buttons on the System page do. `measures`: its figures for machines, by one
 * query over what is open, so cheap that it may be asked every two seconds.
 */
export type ServiceValue = {
  readonly routes: Router
  readonly report: () => Promise<Report>
  readonly measures?: () => Promise<readonly Measure[]>
  readonly act: (id: string, action: string) => Promise<void>
}
