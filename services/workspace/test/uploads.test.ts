import { describe, expect, it } from 'vitest'
import { assetOf, raised, startable, type UploadLine } from '../src/uploads/line.ts'

const line = (key: string, state: UploadLine['state']): UploadLine => ({
  key,
  story: '',
  name: key,
  type: '',
  size: 1,
  sent: 0,
  rate: 0,
  state,
  url: null,
  failure: null,
  seen: null,
})

describe('the queue of uploads', () => {
  it('sends two at a time, in order, past those that rest', () => {
    const lines = [line('a', 'paused'), line('b', 'sending'), line('c', 'waiting'), line('d', 'waiting')]
    expect(startable(lines).map(({ key }) => key)).toEqual(['c'])
    expect(
      startable([line('a', 'failed'), line('b', 'waiting'), line('c', 'waiting'), line('d', 'waiting')]).map(({ key }) => key),
    ).toEqual(['b', 'c'])
  })
  it('lets a raised one take the place of the last that is being sent', () => {
    const next = raised([line('a', 'sending'), line('b', 'sending'), line('c', 'waiting')], 'c')
    expect(next.interrupt).toBe('b')
    expect(next.lines.map(({ key, state }) => `${key} ${state}`)).toEqual(['c waiting', 'a sending', 'b sending'])
  })
  it('interrupts nothing while there is room', () => {
    expect(raised([line('a', 'sending'), line('b', 'waiting')], 'b').interrupt).toBe(null)
  })
  it('takes the asset’s id from the end of the upload’s address', () => {
    expect(assetOf({ url: 'http://localhost:8080/api/uploads/0199-ab' })).toBe('0199-ab')
    expect(assetOf({ url: null })).toBe(null)
  })
})
