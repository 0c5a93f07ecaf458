import { type Caller, centreId, personId } from '@kitchen/model'
import { answerProblems, createLogger, setCaller } from '@kitchen/runtime'
import express from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usualPace } from '../src/delivery.ts'
import type { DistributionValue } from '../src/index.ts'
import { type Newsroom, openNewsroom, type Story, smallRegion, story } from './newsroom.ts'
import { remote } from './remote.ts'

const callerOf = (centre: string): Caller => ({
  person: personId.parse(`${centre}-operator`),
  name: '运维',
  centre: centreId.parse(centre),
  roles: ['operator', 'editor'],
})
let room: Newsroom
let value: DistributionValue
let told: Story
let broken = true
const as = (centre: string) => {
  const app = express()
  app.use(express.json())
  app.use((asked, _response, next) => {
    setCaller(asked, callerOf(centre))
    next()
  })
  app.use(value.routes, answerProblems(createLogger({ level: 'silent' })))
  return request(app)
}

beforeAll(async () => {
  room = await openNewsroom(smallRegion('640000', '640122', '640422'))
  const outlet = remote((_act, product) => (broken && product.includes('640122-web') ? 'down' : 'fine'))
  value = (
    await room.start({
      adapters: (id) => (id.endsWith('wechat') ? undefined : outlet.adapter),
      simulator: { handAfterMs: null },
      pace: { ...usualPace, first: 5, most: 10, tries: 3, aside: 600_000 },
    })
  ).value
  told = await story(room, { outlets: room.region.centres.filter(({ id }) => id !== '640422').flatMap(({ outlets }) => outlets) })
  await room.tell(...told.made, told.released)
  await room.until(
    async () =>
      Object.values(await room.states(told.id)).filter((state) => state === 'delivered').length === 7 &&
      (await room.states(told.id))['1.640122-web'] === 'person',
  )
})
afterAll(() => room.stop())

describe('deliveries', () => {
  it('are seen by the centre of the outlet and by the origin, and by nobody else', async () => {
    const seen = async (centre: string) =>
      (await as(centre).get('/api/deliveries').query({ story: told.id }).expect(200)).body.deliveries.length
    expect([await seen('640000'), await seen('640122'), await seen('640422')]).toEqual([10, 5, 0])
  })
  it('that are stuck say why, since when, and have a button that works at the outlet’s own centre alone', async () => {
    const report = await value.report()
    const stuck = report.stuck.find(({ id }) => id.endsWith('640122-web'))!
    expect([stuck.kind, stuck.why.zh.includes('连不上'), stuck.actions[0]!.do]).toEqual(['person', true, 'retry'])
    broken = false
    await as('640422').post(`/api/deliveries/${stuck.id}/retry`).send({}).expect(404)
    await as('640000').post(`/api/deliveries/${stuck.id}/retry`).send({}).expect(403)
    expect((await as('640122').post(`/api/deliveries/${stuck.id}/retry`).send({}).expect(200)).body.state).toBe('retrying')
    await room.until(async () => (await room.states(told.id))['1.640122-web'] === 'delivered')
    await as('640122').post(`/api/deliveries/${stuck.id}/retry`).send({}).expect(409)
  })
  it('done by hand count once the page was seen: a foreign or wrong address is refused', async () => {
    const id = `${told.id}.1.640122-wechat`
    await as('640122').post(`/api/deliveries/${id}/done`).send({ url: 'not a link' }).expect(400)
    await as('640122').post(`/api/deliveries/${id}/done`).send({ url: 'http://127.0.0.1:1/admin' }).expect(422)
  })
  it('are counted for the operator', async () => {
    const figures = Object.fromEntries((await value.report()).figures.map(({ name, value: count }) => [name.en, count]))
    expect(figures).toMatchObject({ 'waiting, WeChat': 2, 'waiting, Web': 0, delivered: 8 })
  })
})
