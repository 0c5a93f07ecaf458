import { refusals } from '@kitchen/model'

/** Everything syndication says no to. The codes are part of the API. */
export const refuse = refusals({
  'syndication/no-offer': {
    status: 404,
    says: { zh: '没有向本中心供过这篇稿件。', en: 'This story was not offered to your centre.' },
    next: { zh: '请从供稿箱里选稿；需要别的稿件请联系对方中心。', en: 'Choose from the inbox of offers, or ask the other centre.' },
  },
  'syndication/expired': {
    status: 410,
    says: { zh: '供稿已过期，不能再采用。', en: 'The offer has expired and can’t be adopted any more.' },
    next: { zh: '需要时请联系对方中心延长。', en: 'Ask the other centre to prolong it.' },
  },
  'syndication/not-yours': {
    status: 404,
    says: { zh: '本中心没有供出这篇稿件。', en: 'Your centre has not offered this story.' },
    next: { zh: '请从“我们供出的稿件”里选。', en: 'Choose from the stories that you have offered.' },
  },
  'syndication/no-month': {
    status: 400,
    says: { zh: '月份要写成 2025-11 这样。', en: 'A month is written like 2025-11.' },
    next: { zh: '请从页面上选月份。', en: 'Choose the month on the page.' },
  },
  'syndication/recalled': {
    status: 410,
    says: { zh: '原稿已被撤回，不能再采用：{reason}', en: 'The original was recalled and can’t be adopted any more: {reason}' },
    next: {
      zh: '请不要使用已下载的内容；有疑问请联系原中心。',
      en: 'Don’t use what you may have saved of it; ask the original’s centre if in doubt.',
    },
  },
})
