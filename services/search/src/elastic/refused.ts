import type { Database } from '@kitchen/database'
import type { Verdict } from './bulk.ts'

/** Parks what can't be mapped, each with its reason, until it changes or somebody tries again; not where the row has moved on since. */
export async function park(database: Database, refused: Verdict['refused']): Promise<void> {
  if (refused.length === 0) return
  const [ids, versions] = [refused.map(({ item }) => item.id), refused.map(({ item }) => item.version)]
  await database.system.query({ name: 'park', text: PARK, values: [ids, versions, refused.map(({ reason }) => reason)] })
}
const PARK = `insert into search.pending (id, version, refused)
  select id, version, reason from unnest($1::text[], $2::bigint[], $3::text[]) as no (id, version, reason) join search.document using (id, version)
  on conflict (id) do update set refused = excluded.refused`

/** After a rebuild: what the new index has taken goes on again. */
export async function forgive(database: Database, but: Verdict['refused']): Promise<void> {
  const still = but.map(({ item }) => item.id)
  await database.system.query('update search.pending set refused = null where refused is not null and id <> all($1)', [still])
}
