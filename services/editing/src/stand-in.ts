import type { StandInView } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import { type Caller, type CentreId, may, type PersonId, personOf, type Region, type Signing, uuidv7 } from '@kitchen/model'
import { refuse } from './refusals.ts'

/** 代审: this person may sign what they have no role for, from–until, granted by a named person. */
export type StandIn = {
  readonly id: string
  readonly centre: CentreId
  readonly person: PersonId
  readonly does: StandInView['does']
  readonly from: string
  readonly until: string
  readonly reason: string
  readonly grantedBy: PersonId
  readonly ended: string | null
}
export type Wanted = Pick<StandIn, 'person' | 'does' | 'from' | 'until' | 'reason'>

/** The stand-in by which this person may sign, at that instant, at that centre; none when nobody granted one. */
export function standInFor(
  standIns: readonly StandIn[],
  signing: Signing,
  { person, centre, at }: { person: PersonId; centre: CentreId; at: string },
): StandIn | undefined {
  const does = signing.startsWith('proof') ? 'proof' : signing
  return standIns.find(
    (one) => one.person === person && one.centre === centre && one.does === does && one.from <= at && at < one.until && one.ended === null,
  )
}

/** The stand-ins that hold at that instant, as far as the transaction's centre may see them. */
export async function standInsAt(tx: Tx, at: string): Promise<StandIn[]> {
  const { rows } = await tx.query<Row>(`${SELECT} where "from" <= $1 and $1 < until and ended is null`, [at])
  return rows.map(standInOf)
}

/** The newest 100 of the centre, also those that have ended. */
export async function allStandIns(tx: Tx): Promise<StandIn[]> {
  return (await tx.query<Row>(`${SELECT} order by at desc limit 100`)).rows.map(standInOf)
}

const longest = 31 * 86_400_000

/** Lets somebody of the caller's centre stand in. Refuses who may not grant it, a stranger, a time that is over, upside down or longer than 31 days. */
export async function grantStandIn(tx: Tx, region: Region, caller: Caller, wanted: Wanted, now: Date): Promise<StandIn> {
  if (!may(caller, 'review.delegate')) throw refuse('editing/not-allowed')
  if (personOf(region, wanted.person)?.centre !== caller.centre) throw refuse('editing/no-colleague')
  const [from, until] = [Date.parse(wanted.from), Date.parse(wanted.until)]
  if (from >= until || until <= now.getTime() || until - from > longest) throw refuse('editing/stand-in-time')
  const [same] = (await tx.query<Row>(SAME, [wanted.person, wanted.does, wanted.from, wanted.until])).rows
  if (same) return standInOf(same)
  const one: StandIn = { ...wanted, id: uuidv7(now.getTime()), centre: caller.centre, grantedBy: caller.person, ended: null }
  await tx.query(GRANT, [one.id, one.centre, one.person, one.does, one.from, one.until, one.reason, one.grantedBy, now])
  return one
}

/** Ends a stand-in before its time; what was signed under it stays signed. */
export async function endStandIn(tx: Tx, caller: Caller, id: string, now: Date): Promise<StandIn> {
  if (!may(caller, 'review.delegate')) throw refuse('editing/not-allowed')
  const { rows } = await tx.query<Row>('update editing.stand_in set ended = coalesce(ended, $2) where id::text = $1 returning *', [id, now])
  if (!rows[0]) throw refuse('editing/no-stand-in')
  return standInOf(rows[0])
}

/** As screens see it. */
export function standInView(region: Region, { grantedBy, person, ...rest }: StandIn): StandInView {
  const nameOf = (id: PersonId) => personOf(region, id)?.name.zh ?? id
  return { ...rest, person, name: nameOf(person), grantedBy, grantedName: nameOf(grantedBy) }
}

type Row = Omit<StandIn, 'from' | 'until' | 'grantedBy' | 'ended'> & {
  readonly from: Date
  readonly until: Date
  readonly granted_by: PersonId
  readonly ended: Date | null
}
const standInOf = ({ id, centre, person, does, from, until, reason, granted_by: grantedBy, ended }: Row): StandIn => ({
  id,
  centre,
  person,
  does,
  from: from.toISOString(),
  until: until.toISOString(),
  reason,
  grantedBy,
  ended: ended?.toISOString() ?? null,
})
const SELECT = 'select * from editing.stand_in'
/** The same again, for instance after a cut link, is the one that is there. */
const SAME = `${SELECT} where person = $1 and does = $2 and "from" = $3 and until = $4 and ended is null`
const GRANT = `insert into editing.stand_in (id, centre, person, does, "from", until, reason, granted_by, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
