import type { Tx } from '@kitchen/database'
import { parseDocument } from '@kitchen/document'
import type { CentreId, StoryId } from '@kitchen/model'
import type { Copy } from './copy.ts'

type Row = Omit<Copy, 'base' | 'theirs'> & { readonly base: unknown; readonly theirs: unknown }

/** The copy of that id as the caller's centre may see it; undefined for an original. Its story is locked by whoever changes it. */
export async function copyOf(tx: Tx, id: StoryId): Promise<Copy | undefined> {
  const { rows } = await tx.query<Row>({ name: 'editing copy', text: `select ${columns} from editing.copy where copy = $1`, values: [id] })
  const [row] = rows
  return row && { ...row, base: parseDocument(row.base), theirs: parseDocument(row.theirs) }
}
const columns = 'copy, origin, terms, base, theirs, waits, severity, note, taken, unread, former'

/** Writes a copy that begins, or as it is now. */
export async function storeCopy(tx: Tx, centre: CentreId, copy: Copy): Promise<void> {
  const { copy: id, waits, severity, note } = copy
  const json = [copy.origin, copy.terms, copy.base.toJSON(), copy.theirs.toJSON(), copy.taken, copy.unread, copy.former].map((one) =>
    one === null ? null : JSON.stringify(one),
  )
  await tx.query({ name: 'editing store copy', text: STORE, values: [id, centre, waits, severity, note, ...json] })
}
const STORE = `insert into editing.copy (copy, centre, waits, severity, note, origin, terms, base, theirs, taken, unread, former)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  on conflict (copy) do update set waits = excluded.waits, severity = excluded.severity, note = excluded.note, origin = excluded.origin, terms = excluded.terms,
    base = excluded.base, theirs = excluded.theirs, taken = excluded.taken, unread = excluded.unread, former = excluded.former`
