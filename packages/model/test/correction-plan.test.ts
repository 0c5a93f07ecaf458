import { expect, it } from 'vitest'
import { correctionStepOf, type Standing } from '../src/index.ts'

const wechat: Standing = { channel: 'wechat', out: true, pushed: true, characters: 20, edits: 0 }
const does = (more: Partial<Standing>) => correctionStepOf({ ...wechat, ...more }).does

it('has a person change up to 20 characters of a pushed article, once; for more it is deleted and sent anew', () => {
  expect(correctionStepOf(wechat)).toEqual({ does: 'edit-by-hand', left: { characters: 20, times: 1 } })
  expect(does({ characters: 21 })).toBe('repost-by-hand')
  expect(correctionStepOf({ ...wechat, characters: 1, edits: 1 })).toEqual({ does: 'repost-by-hand', left: { characters: 20, times: 0 } })
})
it('needs nobody where nothing was pushed, and sends where nothing is out', () => {
  expect(does({ pushed: false })).toBe('repost')
  expect(does({ out: false })).toBe('send')
})
it('changes sites and the app in place and gives print and television new files, however much has changed', () => {
  const all = (['web', 'app', 'print', 'tv'] as const).map((channel) => does({ channel, characters: 5000, edits: 9 }))
  expect(all).toEqual(['in-place', 'in-place', 'new-files', 'new-files'])
})
