import { afterEach, expect, it, vi } from 'vitest'
import { leaveUploads, resumeUploads, upload, uploadsNow } from '../src/uploads/queue.ts'

/** As much of IndexedDB as a shelf asks for. */
function browserStorage() {
  const stores = new Map<string, Map<string, unknown>>()
  const answered = <T>(result: T, ended?: () => void) => {
    const request = { result, onsuccess: () => {}, onupgradeneeded: () => {} }
    setTimeout(() => {
      request.onupgradeneeded()
      request.onsuccess()
      ended?.()
    })
    return request
  }
  const transaction = (name: string) => {
    const one = { oncomplete: () => {}, objectStore: () => store }
    const rows = stores.get(name)!
    const ended = () => void setTimeout(() => one.oncomplete())
    const store = {
      put: (value: unknown, key: string) => answered(void rows.set(key, value), ended),
      delete: (key: string) => answered(void rows.delete(key), ended),
      getAll: () => answered([...rows.values()]),
    }
    return one
  }
  const database = {
    transaction,
    createObjectStore: (name: string) => void stores.set(name, new Map()),
    objectStoreNames: { contains: (name: string) => stores.has(name) },
  }
  return { stores, indexedDB: { open: () => answered(database) } }
}

afterEach(() => vi.unstubAllGlobals())

it('a picture that one person has left in this browser is not sent in the name of the next, and goes on for the first', async () => {
  const { stores, indexedDB } = browserStorage()
  vi.stubGlobal('indexedDB', indexedDB)
  await resumeUploads('640000-reporter')
  upload('story', [new File(['bytes'], '证人.jpg')])
  await expect.poll(() => stores.get('uploads')?.size).toBe(1)
  expect(uploadsNow().map(({ name }) => name)).toEqual(['证人.jpg'])

  leaveUploads()
  expect(uploadsNow()).toEqual([])
  expect(await resumeUploads('640122-reporter')).toBe(0)
  expect(uploadsNow()).toEqual([])

  expect(await resumeUploads('640000-reporter')).toBe(1) // without signing out, as when a session has ended
  expect(uploadsNow().map(({ name, story }) => [name, story])).toEqual([['证人.jpg', 'story']])
  leaveUploads()
})
