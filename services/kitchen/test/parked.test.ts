import { expect, test } from 'vitest'
import { parkedView } from '../src/parked.ts'

const parked = { consumer: 'search.index', topic: 'story', key: 'not-a-story', sequence: 3, since: new Date(0), tries: 2 }

test.each([
  ['story.filed of s is 600000 bytes; an event holds 524288 at most', 'journal/too-large'],
  ['[{"code":"invalid_type","path":["headline"],"message":"Invalid input"}]', 'journal/unreadable-event'],
  ['duplicate key value violates unique constraint "page_pkey"', 'journal/conflicting-data'],
  ['invalid input syntax for type uuid: "x"', 'journal/refused-value'],
  ['ENOSPC: no space left on device, write', 'journal/out-of-space'],
  ['x is not a function', 'journal/failed-effect'],
])('a key parked by “%s” is told as %s in words, and the program’s own words are details', (reason, code) => {
  const { why, next, what, details } = parkedView({ ...parked, reason })
  for (const { zh, en } of [why, next, what]) {
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(`${zh}${en}`).not.toContain(reason)
  }
  expect(why.en).toContain(code)
  expect(details).toContain(reason)
})
