import type { Bilingual, Signing } from '@kitchen/model'

/** The signatures as sentences name them. */
export const signingNames: Record<Signing, Bilingual> = {
  first: { zh: '初审', en: 'the first review' },
  second: { zh: '复审', en: 'the second review' },
  final: { zh: '终审', en: 'the final review' },
  'proof-first': { zh: '一校', en: 'the first proofread' },
  'proof-second': { zh: '二校', en: 'the second proofread' },
  'proof-third': { zh: '三校', en: 'the third proofread' },
}
