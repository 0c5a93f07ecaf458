import { z } from 'zod'
import type { Channel } from './channel.ts'
import type { Bilingual } from './region.ts'

/** How much a correction matters: 错误 something was wrong, 更新 something has happened since, 完善 it is said better. Readers are told of an error. */
export const severity = z.enum(['error', 'update', 'refinement'])
export type Severity = z.infer<typeof severity>

export const severityNames: Record<Severity, Bilingual> = {
  error: { zh: '错误', en: 'error' },
  update: { zh: '更新', en: 'update' },
  refinement: { zh: '完善', en: 'refinement' },
}

/**
 * How a channel takes a correction of what is out already. `in-place`: the same address shows the new version. `new-files`: a new set of files, the old
 * one marked as replaced, a notice beside the new one. `by-hand`: a person changes up to `characters`, `times` times; for more the old one is deleted and
 * the new one sent.
 */
export type CorrectionRule = {
  readonly how: 'in-place' | 'new-files' | 'by-hand'
  readonly characters: number | null
  readonly times: number | null
  readonly source: string
}

/** What each channel allows after publication, as data. */
export const correctionRules: Record<Channel, CorrectionRule> = {
  print: {
    how: 'new-files',
    characters: null,
    times: null,
    source: 'what is printed stays; a notice goes into the next issue (house rule, 2025-11)',
  },
  tv: {
    how: 'new-files',
    characters: null,
    times: null,
    source: 'what was broadcast stays; a notice is read in the next bulletin (house rule, 2025-11)',
  },
  web: {
    how: 'in-place',
    characters: null,
    times: null,
    source: 'own site: same address, time of the change, note on errors (house rule, 2025-11)',
  },
  app: {
    how: 'in-place',
    characters: null,
    times: null,
    source: 'own client: same address, time of the change, note on errors (house rule, 2025-11)',
  },
  wechat: {
    how: 'by-hand',
    characters: 20,
    times: 1,
    source: 'WeChat Official Account platform, 修改文章: by hand, up to 20 characters, once; no call of the API, read 2025-11',
  },
}
