import { setTimeout as delay } from 'node:timers/promises'
import type { BlobStore } from '@kitchen/blob-store'
import { largestBody } from '@kitchen/database'
import { type Centre, type Channel, type Outlet, outletOf, Refusal, type Region } from '@kitchen/model'
import type { Logger } from '@kitchen/runtime'
import type { Preparation } from '../preparation.ts'
import { type Maker, type StoredProduct, storeProduct } from '../product.ts'
import { refuse } from '../refusals.ts'
import { mostClaims } from './claim.ts'
import type { Outcome } from './finish.ts'
import type { ProductRow } from './product-row.ts'

/** Milliseconds: one product's longest making. */
const longest = 90_000

type AttemptNeeds = {
  readonly region: Region
  readonly blobs: BlobStore
  readonly logger: Logger
  readonly makers: Readonly<Record<Channel, Maker>>
}

/** Makes one product and never throws: a refusal is an outcome, trouble is tried again twice, then it is one too. */
export async function outcomeOf(needs: AttemptNeeds, preparation: Preparation | Error, row: ProductRow): Promise<Outcome> {
  try {
    if (row.claims > mostClaims) throw refuse('generation/trouble', { tries: row.claims - 1, why: '进程中断' })
    if (preparation instanceof Error) throw preparation
    const found = placeOf(needs.region, row)
    const made = await inTime(needs.makers[found.outlet.channel]({ preparation, ...found }))
    return { row, result: 'made', made: bounded(await storeProduct(made, needs.blobs)) }
  } catch (error) {
    if (error instanceof Refusal) return { row, result: 'refused', refusal: error }
    needs.logger.warn({ err: error, story: row.story, outlet: row.outlet, tries: row.tries }, 'a product failed')
    const tries = row.tries + 1
    return tries < 3
      ? { row, result: 'again', waitMs: tries * 1_500 }
      : { row, result: 'refused', refusal: refuse('generation/trouble', { tries, why: kindOf(error) }) }
  }
}

/** The event names every file; one that is too long would be so for ever. 50 kB are left for the rest of its body. */
function bounded(made: StoredProduct): StoredProduct {
  const [bytes, most] = [Buffer.byteLength(JSON.stringify(made)), largestBody - 50_000]
  if (bytes > most) throw refuse('generation/too-many-files', { kilobytes: Math.ceil(bytes / 1000), most: Math.floor(most / 1000) })
  return made
}

function placeOf(region: Region, { outlet }: ProductRow): { outlet: Outlet; centre: Centre } {
  const found = outletOf(region, outlet)
  if (!found) throw refuse('generation/profile', { outlet })
  return found
}

async function inTime<T>(making: Promise<T>): Promise<T> {
  const timer = new AbortController()
  const late = delay(longest, undefined, { signal: timer.signal }).then(() => {
    throw Object.assign(new Error(`not made in ${longest} ms`), { code: 'TIMEOUT' })
  })
  return Promise.race([making, late]).finally(() => {
    late.catch(() => {})
    timer.abort()
  })
}

/** The kind of an error, without its text: that may name paths and people. */
const kindOf = (error: unknown): string => (error instanceof Error ? ('code' in error ? String(error.code) : error.name) : 'Error')
