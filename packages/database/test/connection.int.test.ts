import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, type Part, startDatabase, transaction } from '../src/index.ts'
import { testServer } from '../src/testing.ts'
import { as, desk, helan } from './desk.ts'
import { proxyTo, type Way } from './proxy.ts'

let server: Awaited<ReturnType<typeof testServer>>
let proxy: Way
let part: Part<Database>

beforeAll(async () => {
  server = await testServer()
  const url = new URL(server.value.url)
  proxy = await proxyTo(Number(url.port))
  url.port = String(proxy.port)
  url.searchParams.set('query_timeout', '300') // 40 s by default
  part = await startDatabase({ folder: '', url: url.href, migrations: [desk] })
})
afterAll(async () => {
  await part.stop()
  proxy.stop()
  await server.stop()
})

const read = () => transaction(part.value, as(helan), async (tx) => (await tx.query('select count(*) as n from desk.story')).rows[0].n)

describe('a connection', () => {
  test('that goes silent fails its transaction within the time-out, and the next one has another', async () => {
    expect(await read()).toBe(0)
    proxy.silence()
    const begun = performance.now()
    await expect(read()).rejects.toThrow('timeout')
    expect(performance.now() - begun).toBeLessThan(2000)
    expect(await read()).toBe(0)
  })

  test('that is cut in the middle fails its transaction, and the next one has another', async () => {
    const cut = transaction(part.value, as(helan), async (tx) => {
      await tx.query('select 1')
      proxy.cut()
      await tx.query('select 1')
    })
    await expect(cut).rejects.toThrow('terminated')
    expect(await read()).toBe(0)
  })
})
