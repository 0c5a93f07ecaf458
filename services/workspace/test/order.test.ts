import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tell } from '../src/api/ask.ts'

/** A kitchen that does what is asked, once per key, and whose answer is lost as often as `cuts` says. */
const kitchen = { done: 0, cuts: 0, heeds: true, keys: new Set<string>() }
const server = createServer((request, response) => {
  const key = String(request.headers['idempotency-key'])
  if (!kitchen.heeds || !kitchen.keys.has(key)) kitchen.done++
  kitchen.keys.add(key)
  if (kitchen.cuts-- > 0) request.socket.destroy()
  else response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
beforeEach(() => Object.assign(kitchen, { done: 0, cuts: 0, heeds: true }))

const release = () => tell(`${origin}/api/stories/1/release`, 'POST', { version: 1 })

test('what a person asks again after a cut link is done once', async () => {
  kitchen.cuts = 2
  await expect(release()).rejects.toThrow()
  await expect(release()).rejects.toThrow()
  await release()
  expect(kitchen.done).toBe(1)
})

test('the twin, a kitchen that heeds no key, does it three times', async () => {
  Object.assign(kitchen, { cuts: 2, heeds: false })
  await expect(release()).rejects.toThrow()
  await expect(release()).rejects.toThrow()
  await release()
  expect(kitchen.done).toBe(3)
})

test('what is asked again after an answer is another order, and so is another one', async () => {
  await release()
  await release()
  await tell(`${origin}/api/stories/2/release`, 'POST', { version: 1 })
  expect(kitchen.done).toBe(3)
})
