import { describe, expect, it } from 'vitest'
import { Failed } from '../src/api/failed.ts'
import { makeSaver, type SaveState } from '../src/filing/saver.ts'

const says = { zh: '不行', en: 'no' }
const failure = (status: number) => new Failed(status, { code: 'test', says, next: says })
const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A kitchen that keeps one text under a revision guard, and can be cut off. */
function world() {
  const kitchen = { revision: 0, text: '', saves: 0, cut: false }
  const browser: { kept: string | null } = { kept: null }
  const states: SaveState['kind'][] = []
  const saver = makeSaver<string>({
    revision: 0,
    breath: 5,
    again: 20,
    send: async (text, revision) => {
      await rest(5)
      if (kitchen.cut) throw failure(0)
      if (revision !== kitchen.revision) throw failure(409)
      if (text === 'refused') throw failure(413)
      Object.assign(kitchen, { text, revision: revision + 1, saves: kitchen.saves + 1 })
      return kitchen.revision
    },
    keep: async (text) => {
      browser.kept = text
    },
    told: ({ kind }) => states.push(kind),
  })
  return { kitchen, browser, states, saver }
}

describe('saving by itself', () => {
  it('keeps each change in the browser until the kitchen has it', async () => {
    const { kitchen, browser, saver } = world()
    saver.changed('一')
    expect(browser.kept).toBe('一')
    expect(await saver.flush()).toBe(true)
    expect(kitchen.text).toBe('一')
    expect(browser.kept).toBe(null)
  })
  it('sends the newest of many changes, one save at a time', async () => {
    const { kitchen, saver } = world()
    for (const text of ['一', '一二', '一二三']) saver.changed(text)
    const first = saver.flush()
    await rest(1)
    saver.changed('一二三四')
    await first
    expect(await saver.flush()).toBe(true)
    expect(kitchen).toMatchObject({ text: '一二三四', saves: 2, revision: 2 })
  })
  it('goes on by itself after a cut, with nothing lost', async () => {
    const { kitchen, browser, states, saver } = world()
    kitchen.cut = true
    saver.changed('写在路上')
    expect(await saver.flush()).toBe(false)
    expect(saver.state().kind).toBe('offline')
    expect(browser.kept).toBe('写在路上')
    kitchen.cut = false
    await rest(60)
    expect(kitchen.text).toBe('写在路上')
    expect(states.at(-1)).toBe('clean')
    expect(browser.kept).toBe(null)
  })
  it('tells a conflict and overwrites nothing before a person has chosen', async () => {
    const { kitchen, browser, saver } = world()
    Object.assign(kitchen, { revision: 3, text: '别人写的' })
    saver.changed('我写的')
    expect(await saver.flush()).toBe(false)
    expect(saver.state().kind).toBe('conflict')
    saver.changed('我接着写')
    await rest(40)
    expect(kitchen.text).toBe('别人写的')
    expect(browser.kept).toBe('我接着写')
    saver.rebase(3)
    expect(await saver.flush()).toBe(true)
    expect(kitchen.text).toBe('我接着写')
  })
  it('forgets what is here when the kitchen’s state is chosen', async () => {
    const { kitchen, browser, saver } = world()
    Object.assign(kitchen, { revision: 3, text: '别人写的' })
    saver.changed('我写的')
    await saver.flush()
    saver.adopt(3)
    expect(await saver.flush()).toBe(true)
    expect([kitchen.text, browser.kept]).toEqual(['别人写的', null])
  })
  it('does not hammer a kitchen that refuses; the next change tries again', async () => {
    const { kitchen, saver } = world()
    saver.changed('refused')
    expect(await saver.flush()).toBe(false)
    expect(saver.state().kind).toBe('refused')
    await rest(50)
    expect(kitchen.saves).toBe(0)
    saver.changed('短一点')
    expect(await saver.flush()).toBe(true)
  })
})
