import { type Caller, centreId, personId } from '@kitchen/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hopSecret, readHop, signHop } from '../src/index.ts'

const secret = hopSecret('postgres://owner:word@127.0.0.1/postgres')
const caller: Caller = { person: personId.parse('640000-editor'), name: '周明远', centre: centreId.parse('640000'), roles: ['editor'] }
const hop = { method: 'POST', url: '/api/stories?x=1', caller }

test('who asks comes over to the other process, nobody too', () => {
  expect(readHop(secret, signHop(secret, hop), hop)).toEqual({ caller })
  expect(readHop(secret, signHop(secret, { ...hop, caller: undefined }), hop)).toEqual({})
})

test('a hop is good for its own method and address, for a minute, in one kitchen', () => {
  const signed = signHop(secret, hop, 1_000_000)
  expect(readHop(secret, signed, hop, 1_030_000)).toEqual({ caller })
  expect(readHop(secret, signed, hop, 1_061_000)).toBe('forged')
  expect(readHop(secret, signed, { ...hop, method: 'DELETE' }, 1_000_000)).toBe('forged')
  expect(readHop(secret, signed, { ...hop, url: '/api/stories' }, 1_000_000)).toBe('forged')
  expect(readHop(hopSecret('postgres://owner:other@127.0.0.1/postgres'), signed, hop, 1_000_000)).toBe('forged')
})

test('nothing that is changed or made up is believed', () => {
  const signed = signHop(secret, hop)
  fc.assert(
    fc.property(fc.nat(signed.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, put) => {
      const changed = signed.slice(0, at) + put + signed.slice(at + 1)
      expect(changed === signed || readHop(secret, changed, hop) === 'forged').toBe(true)
    }),
  )
  fc.assert(fc.property(fc.option(fc.string(), { nil: undefined }), (text) => readHop(secret, text, hop) === 'forged'))
})
