import { eventTable } from '@kitchen/events'
import { describe, expect, test } from 'vitest'
import { Poison } from '../src/index.ts'
import { isPoisonous } from '../src/poison.ts'
import { urlOf } from '../src/roles.ts'

const owner = 'postgres://owner:p%40ss@127.0.0.1:5432/kitchen?query_timeout=500'

describe('the address of a role', () => {
  test('is the owner’s with another name and a password of its own', () => {
    const url = new URL(urlOf('app', owner))
    expect([url.username, url.host, url.pathname, url.search]).toEqual(['app', '127.0.0.1:5432', '/kitchen', '?query_timeout=500'])
    expect(url.password).toMatch(/^[\w-]{43}$/)
  })

  test('is the same every time, differs per role and owner, and does not show the owner’s password', () => {
    const passwords = [urlOf('app', owner), urlOf('system', owner), urlOf('app', owner.replace('p%40ss', 'other'))]
    expect(urlOf('app', owner)).toBe(passwords[0])
    expect(new Set(passwords.map((url) => new URL(url).password)).size).toBe(3)
    expect(passwords.some((url) => url.includes('p%40ss'))).toBe(false)
  })
})

describe('poison', () => {
  const refused = (code: string) => Object.assign(new Error('refused'), { code })

  test.each(['22P02', '23505', '23514'])('is what PostgreSQL refuses as data or by a constraint: %s', (code) => {
    expect(isPoisonous(refused(code))).toBe(true)
  })

  test.each(['40001', '57P01', '08006', '42P01', '2', 'ECONNRESET'])('is not trouble that passes or can be mended: %s', (code) => {
    expect(isPoisonous(refused(code))).toBe(false)
  })

  test('is a body that its schema refuses', () => {
    const { error } = eventTable['story.filed'].safeParse({ story: 1 })
    expect(isPoisonous(error)).toBe(true)
  })

  test('is what a reaction calls so', () => {
    expect([isPoisonous(new Poison('no')), isPoisonous(new Error('no')), isPoisonous('no')]).toEqual([true, false, false])
  })
})
