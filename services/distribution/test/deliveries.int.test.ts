import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Newsroom, openNewsroom, story } from './newsroom.ts'

let room: Newsroom
beforeAll(async () => {
  room = await openNewsroom()
})
afterAll(() => room.stop())

const all = (states: Record<string, string>, state: string, count: number) =>
  Object.values(states).length === count && Object.values(states).every((one) => one === state)

describe('a released story', () => {
  it('is delivered at every outlet of both centres and read from outside', async () => {
    const part = await room.start()
    const { id, made, released } = await story(room)
    await room.tell(...made, released)
    await room
      .until(async () => all(await room.states(id), 'delivered', 10))
      .catch(async (error: unknown) => {
        console.log(await room.states(id), (await room.log.database.system.query('select failure, mark from distribution.delivery')).rows)
        throw error
      })
    const page = await fetch(`${room.origin}/sites/640122/stories/${id}/`)
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html><h1>引黄灌区开闸放水</h1>'])
    expect(await (await fetch(`${room.origin}/sites/640122/`)).text()).toContain('引黄灌区开闸放水')
    expect(readdirSync(join(room.folder, 'outlets/640122/print', `${id}-v1`)).sort()).toEqual(['manifest.json', 'package', 'page.pdf'])
    await part.stop()
  })
})
