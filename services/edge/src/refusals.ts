import { refusals } from '@kitchen/model'

/** What the front door refuses when a process behind it does not answer. */
export const refuse = refusals({
  'edge/restarting': {
    status: 503,
    says: { zh: '“{part}”正在重启，这次操作没有开始。', en: 'The part “{part}” is restarting; nothing was begun.' },
    next: { zh: '请过几秒再试；您写的内容没有丢。', en: 'Try again in a few seconds; what you wrote is not lost.' },
  },
  'edge/broken-off': {
    status: 503,
    says: { zh: '“{part}”中断了，不能确定这次操作是否完成。', en: 'The part “{part}” broke off; whether this was done is not known.' },
    next: { zh: '请过几秒刷新页面，看清结果后再决定是否重试。', en: 'Reload in a few seconds and look before you try again.' },
  },
})
