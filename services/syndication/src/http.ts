import { correctionPolicy, offerTerms } from '@kitchen/api'
import { type Tx, transaction } from '@kitchen/database'
import { type Action, type Caller, type Region, storyId } from '@kitchen/model'
import { body, callerOf, demand } from '@kitchen/runtime'
import { type Request, Router } from 'express'
import { adopt, type Desk } from './adopt.ts'
import { ledgerBook } from './ledger-book.ts'
import { refuse } from './refusals.ts'
import { policyOf, setPolicy, setTerms } from './terms.ts'
import { offerBoardOf } from './views/board.ts'
import { ledgerOf, monthOf, type Side } from './views/ledger.ts'
import { copiesOf, offersTo } from './views/offers.ts'

/** Offers, copies, board and ledger over HTTP; bodies and answers as in @kitchen/api. */
export function offerRoutes(desk: Desk & { readonly region: Region }): Router {
  const router = Router()
  const seen = <T>(caller: Caller, look: (tx: Tx) => Promise<T>) => transaction(desk.database, { ...caller, keys: [] }, look)

  router.get('/api/offers', async (request, response) => {
    const offers = await seen(allowed(request, 'story.read'), (tx) => offersTo(tx, desk.clock()))
    response.json({ offers })
  })
  router.post('/api/offers/:story/adopt', async (request, response) => {
    response.json({ copy: await adopt(desk, allowed(request, 'offer.adopt'), idOf(request.params.story)) })
  })
  router.post('/api/offers/:story/open', async (request, response) => {
    const caller = allowed(request, 'offer.adopt')
    const story = idOf(request.params.story)
    const { rows } = await seen(caller, (tx) =>
      tx.query<{ origin: Caller['centre'] }>(OPENED, [story, caller.person, caller.name, desk.clock()]),
    )
    for (const { origin } of rows) desk.hints.send({ about: 'offers', id: story }, { centres: [origin] })
    response.status(204).end()
  })
  router.put('/api/offers/:story/terms', async (request, response) => {
    const caller = allowed(request, 'story.release')
    response.json({ terms: await setTerms(desk, caller, idOf(request.params.story), body(request, offerTerms)) })
  })
  router.get('/api/copies', async (request, response) => {
    const story = idOf(request.query.story)
    response.json({ copies: await seen(allowed(request, 'story.read'), (tx) => copiesOf(tx, story)) })
  })
  router.get('/api/offer-board', async (request, response) => {
    response.json({ rows: await seen(allowed(request, 'story.read'), offerBoardOf) })
  })
  router.get('/api/correction-policy', async (request, response) => {
    response.json(await seen(allowed(request, 'story.read'), policyOf))
  })
  router.put('/api/correction-policy', async (request, response) => {
    const caller = allowed(request, 'story.release')
    const policy = body(request, correctionPolicy)
    response.json(await seen(caller, (tx) => setPolicy(tx, caller, policy, desk.clock())))
  })
  return router.use(ledgerRoutes(desk, seen))
}
const OPENED = `insert into syndication.opened (story, centre, origin, person, name, at)
  select o.story, tenancy.centre(), o.centre, $2, $3, $4 from syndication.offer o join syndication.address a using (story)
  where o.story = $1 and a.centre = tenancy.centre() on conflict do nothing returning origin`

function ledgerRoutes(
  { region, clock }: { region: Region; clock: () => Date },
  seen: <T>(caller: Caller, look: (tx: Tx) => Promise<T>) => Promise<T>,
): Router {
  const asked = (request: Request) => {
    const caller = allowed(request, 'story.read')
    const month = typeof request.query.month === 'string' ? request.query.month : clock().toISOString().slice(0, 7)
    const range = monthOf(month, region.timeZone)
    if (!range) throw refuse('syndication/no-month')
    const side: Side = request.query.side === 'taken' ? 'taken' : 'given'
    return { month, side, lines: seen(caller, (tx) => ledgerOf(tx, side, range)) }
  }
  const router = Router()
  router.get('/api/ledger', async (request, response) => {
    const { month, lines } = asked(request)
    response.json({ month, lines: await lines })
  })
  router.get('/api/ledger.xlsx', async (request, response) => {
    const { month, side, lines } = asked(request)
    const book = await ledgerBook(await lines, region, month)
    response.set('content-disposition', `attachment; filename="ledger-${month}-${side}.xlsx"`)
    response.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(book)
  })
  return router
}

function allowed(request: Request, action: Action) {
  const caller = callerOf(request)
  demand(caller, action)
  return caller
}

/** An id that is none was offered to nobody. */
function idOf(value: unknown) {
  const id = storyId.safeParse(value)
  if (!id.success) throw refuse('syndication/no-offer')
  return id.data
}
