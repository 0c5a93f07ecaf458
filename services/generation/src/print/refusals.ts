import { refusals } from '@kitchen/model'

/** What the press may refuse. */
export const pressRefusal = refusals({
  'generation/print-engine': {
    status: 503,
    says: {
      zh: '排版引擎没有这台机器（{machine}）的版本，报纸版面做不了。',
      en: 'The typesetting engine has no build for this machine ({machine}), so no page can be set.',
    },
    next: {
      zh: '请在 x64 Linux 机器上运行制作服务，再点“重做”。',
      en: 'Run the generation service on an x64 Linux machine, then press retry.',
    },
  },
  'generation/print-overset': {
    status: 422,
    says: {
      zh: '稿件太长：排满 {pages} 个版后还多 {over} 字。',
      en: 'The story is too long: after {pages} full pages {over} characters are left over.',
    },
    next: {
      zh: '请删去约 {over} 字，或分成上下篇，再重新封版。',
      en: 'Cut about {over} characters or split the story in two, then seal it again.',
    },
  },
  'generation/print-failed': {
    status: 500,
    says: { zh: '排版没有成功：{why}。', en: 'The page could not be set: {why}.' },
    next: { zh: '请点“重做”；仍不行请把本提示发给运维。', en: 'Press retry; if it stays, send this message to the operator.' },
  },
})
