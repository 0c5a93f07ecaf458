import type { LedgerLine } from '@kitchen/api'
import type { Tx } from '@kitchen/database'

/** Stories of the caller's centre that others used, or others' stories that it used, both, in one month; newest first. */
export type Side = 'given' | 'taken'
export async function ledgerOf(tx: Tx, side: Side, { from, to }: { from: Date; to: Date }): Promise<LedgerLine[]> {
  const { rows } = await tx.query<Row>(LINES, [from, to, side])
  return rows.map(({ at, places, ...line }) => ({
    ...line,
    at: at.toISOString(),
    places: places.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
  }))
}
type Row = Omit<LedgerLine, 'at'> & { readonly at: Date }
const LINES = `select u.copy, u.version, u.story, u.taken, u.origin, u.centre, u.name as person, u.headline, u.copy_headline as "copyHeadline", u.kept, u.characters, u.blocks, u.at,
    coalesce((select jsonb_agg(jsonb_build_object('outlet', d.outlet, 'channel', d.channel, 'url', d.url, 'at', d.at) order by d.outlet)
      from syndication.delivered d where d.copy = u.copy), '[]') as places
  from syndication.use u where u.at >= $1 and u.at < $2 and (case $3 when 'given' then u.origin else u.centre end) = tenancy.centre()
  order by u.at desc limit 5000`

/** A month as people write it, 2025-11, in the region's own time. Undefined when it is none. */
export function monthOf(text: string, timeZone: string): { from: Date; to: Date } | undefined {
  const [year = 0, month = 0] = (/^(\d{4})-(\d{2})$/.exec(text) ?? []).slice(1).map(Number)
  if (year < 2000 || month < 1 || month > 12) return undefined
  return { from: startOf(year, month, timeZone), to: month === 12 ? startOf(year + 1, 1, timeZone) : startOf(year, month + 1, timeZone) }
}

/** The instant at which a month begins there: what the clock there says at that time in UTC is how far it is ahead. */
function startOf(year: number, month: number, timeZone: string): Date {
  const utc = Date.UTC(year, month - 1, 1)
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short', timeStyle: 'medium', hour12: false }).format(utc)
  const there = Date.parse(`${parts.replace(', ', 'T').replace('T24', 'T00')}Z`)
  return new Date(utc - (there - utc))
}
