import type { ProductFile, ProductView } from '@kitchen/api'
import { type Database, transaction } from '@kitchen/database'
import type { Caller, StoryId } from '@kitchen/model'
import type { ProductRow } from '../queue/product-row.ts'

const asCaller = ({ centre, person }: Caller) => ({ centre, person, keys: [] })

/** Products of a version (the newest when none is named) that the caller's centre may see, in the order of outlets. */
export async function productsOf(database: Database, caller: Caller, story: StoryId, version: number | undefined): Promise<ProductView[]> {
  const { rows } = await transaction(database, asCaller(caller), (tx) => tx.query<ProductRow>(list, [story, version ?? null]))
  const open = await unsettled(database, rows)
  return rows.map((row) => viewOf(row, open))
}
const list = `select * from generation.product where story = $1
  and version = coalesce($2, (select max(version) from generation.product where story = $1)) order by outlet`

/** Needs of waiting products that have not arrived: keys `<asset>/<recipe>`. */
async function unsettled(database: Database, rows: readonly ProductRow[]): Promise<Set<string>> {
  const needs = [...new Set(rows.flatMap(({ state, needs }) => (state === 'waiting' ? needs : [])))]
  if (needs.length === 0) return new Set()
  const found = await database.system.query<{ need: string }>(missing, [needs])
  return new Set(found.rows.map(({ need }) => need))
}
const missing = 'select need from unnest($1::text[]) need where not generation.settled(array[need])'

const percents = { waiting: 0, making: 50, made: 100, refused: 0 } as const

function viewOf(row: ProductRow, open: ReadonlySet<string>): ProductView {
  const { story, version, centre, outlet, channel, state, product, hash, files, notes, failure, at } = row
  const waitsFor = state === 'waiting' ? row.needs.filter((need) => open.has(need)) : []
  const percent = percents[state]
  return {
    story,
    version,
    centre,
    outlet,
    channel,
    state,
    percent,
    waitsFor,
    product,
    hash,
    files: [...files],
    notes: [...notes],
    failure,
    at: at?.toISOString() ?? null,
  }
}

/** The files of a product that the caller's centre may see; none when there is no such product, or it is another centre's. */
export async function filesOf(database: Database, caller: Caller, product: string): Promise<readonly ProductFile[]> {
  const {
    rows: [row],
  } = await transaction(database, asCaller(caller), (tx) =>
    tx.query<{ files: ProductFile[] }>('select files from generation.product where product = $1', [product]),
  )
  return row?.files ?? []
}
