import { describe, expect, it } from 'vitest'
import { size } from '../src/words/amounts.ts'
import { shortTime, waitedFor } from '../src/words/times.ts'

const now = new Date('2025-11-24T16:30:00.000Z') // 25 November, 00:30 in Yinchuan
const zone = 'Asia/Shanghai'

describe('times as people say them', () => {
  it('goes by the days of the zone, not by UTC', () => {
    expect(shortTime('2025-11-24T16:10:00.000Z', now, 'zh', zone)).toBe('今天 00:10')
    expect(shortTime('2025-11-24T15:50:00.000Z', now, 'zh', zone)).toBe('昨天 23:50')
    expect(shortTime('2025-11-24T15:50:00.000Z', now, 'en', zone)).toBe('Yesterday 23:50')
  })
  it('names the day before that, and the year when it is another', () => {
    expect(shortTime('2025-11-20T02:32:00.000Z', now, 'zh', zone)).toBe('11月20日 10:32')
    expect(shortTime('2024-11-20T02:32:00.000Z', now, 'zh', zone)).toBe('2024年11月20日 10:32')
    expect(shortTime('2025-11-20T02:32:00.000Z', now, 'en', zone)).toBe('20 Nov 10:32')
  })
  it('tells waits in the unit that matters', () => {
    const ago = (minutes: number) => waitedFor(new Date(now.getTime() - minutes * 60_000).toISOString(), now, 'zh')
    expect([0, 12, 60, 60 * 47, 60 * 24 * 3].map(ago)).toEqual(['不到 1 分钟', '12 分钟', '1 小时', '47 小时', '3 天'])
    expect(waitedFor(new Date(now.getTime() + 5_000).toISOString(), now, 'en')).toBe('under a minute')
  })
  it('tells sizes in decimal units', () => {
    expect([999, 812_400, 3_400_000, 1_250_000_000].map(size)).toEqual(['999 B', '812 KB', '3.4 MB', '1.25 GB'])
  })
})
