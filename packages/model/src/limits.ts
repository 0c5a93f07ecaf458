import type { Channel } from './channel.ts'

/** A limit of an outlet's platform with where it is written down. Counts are characters unless the unit says otherwise. */
export type Limit = {
  readonly value: number
  readonly unit: 'characters' | 'bytes' | 'pixels' | 'count' | 'percent' | 'lkfs' | 'dbtp'
  readonly source: string
}
const limit = (value: number, unit: Limit['unit'], source: string): Limit => ({ value, unit, source })
const wechat = 'WeChat Official Account documentation, draft/add, read 2025-11'

/** Limits of the channels, as data. */
export const limits = {
  wechat: {
    title: limit(32, 'characters', wechat),
    author: limit(16, 'characters', wechat),
    digest: limit(128, 'characters', wechat),
    content: limit(20_000, 'characters', wechat),
    contentBytes: limit(1_048_576, 'bytes', wechat),
    bodyImage: limit(1_048_576, 'bytes', 'media/uploadimg, jpg or png'),
    coverImage: limit(10_485_760, 'bytes', 'material/add_material, image'),
    thumb: limit(65_536, 'bytes', 'material/add_material, thumb'),
  },
  print: { ink: limit(240, 'percent', 'newsprint, ISO 12647-3') },
  tv: {
    loudness: limit(-24, 'lkfs', 'GY/T 377-2023'),
    peak: limit(-2, 'dbtp', 'GY/T 377-2023'),
    charactersPerMinute: limit(270, 'characters', 'reading speed of news, 240 to 300 a minute'),
  },
  web: { loudness: limit(-16, 'lkfs', 'common practice of web video'), title: limit(64, 'characters', 'house rule') },
  app: { push: limit(40, 'characters', 'house rule: fits two lines of a lock screen'), pushBody: limit(80, 'characters', 'house rule') },
} as const satisfies Record<Channel, Record<string, Limit>>
