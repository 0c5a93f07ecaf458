import type { Tx } from '@kitchen/database'
import { parseDocument, survivalOf } from '@kitchen/document'
import type { Event } from '@kitchen/events'
import { personOf, type Region } from '@kitchen/model'

/** How far copies are: what is heard of stories that are no copies changes no row. */
export async function noteSealed(tx: Tx, { body }: Event<'version.sealed'>): Promise<void> {
  if (body.origin === null) return
  await tx.query({
    name: 'copy sealed',
    text: 'update syndication.copy set sealed_at = $2, signatures = 0, changed_at = $2 where copy = $1',
    values: [body.story, body.at],
  })
}

export async function noteSigned(tx: Tx, { body }: Event<'story.signed'>): Promise<void> {
  await tx.query({
    name: 'copy signed',
    text: 'update syndication.copy set signatures = signatures + 1, changed_at = $2 where copy = $1',
    values: [body.story, body.at],
  })
}

export async function noteMerged(tx: Tx, { body }: Event<'copy.merged'>): Promise<void> {
  const { copy, taken, unread, asked, waits, at } = body
  await tx.query({
    name: 'copy merged',
    text: 'update syndication.copy set taken = $2, unread = $3, asked = $4, waits = $5, changed_at = $6 where copy = $1',
    values: [copy, taken, unread, asked, waits, at],
  })
}

/** A released copy is a line of the ledger: how much of what was taken is still in it, with the evidence by block. */
export async function noteReleased(tx: Tx, { body }: Event<'story.released'>, region: Region): Promise<void> {
  const { story: copy, version, document, headline, at } = body
  const { rows } = await tx.query<{ base: unknown }>(
    'update syndication.copy set released_at = $2, changed_at = $2 where copy = $1 returning base',
    [copy, at],
  )
  if (!rows[0]?.base) return
  const { kept, of, blocks } = survivalOf(parseDocument(rows[0].base), parseDocument(document))
  const author = personOf(region, body.person)?.name.zh ?? body.person
  await tx.query(USE, [copy, version, headline, kept, of, JSON.stringify(Object.fromEntries(blocks)), at, author])
}
const USE = `insert into syndication.use (copy, version, story, taken, origin, centre, person, name, author, headline, copy_headline, kept, characters, blocks, at)
  select copy, $2, story, heard, origin, centre, person, name, $8, headline, $3, $4, $5, $6, $7 from syndication.copy where copy = $1 on conflict do nothing`

/** Where a copy is out, by the outlet's own confirmation. */
export async function noteDelivered(tx: Tx, { body }: Event<'delivery.confirmed'>): Promise<void> {
  const { story, outlet, version, channel, receipt, at } = body
  const url = typeof receipt.url === 'string' ? receipt.url : null
  await tx.query({ name: 'copy delivered', text: DELIVERED, values: [story, outlet, version, channel, url, at] })
}
const DELIVERED = `insert into syndication.delivered (copy, outlet, version, channel, centre, origin, url, at)
  select copy, $2, $3, $4, centre, origin, $5, $6 from syndication.copy where copy = $1
  on conflict (copy, outlet) do update set version = excluded.version, url = excluded.url, at = excluded.at`
