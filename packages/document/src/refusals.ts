import { refusals } from '@kitchen/model'

/** Everything that the document says no to. The codes are part of the API: screens and tests name them. */
export const documentRefusal = refusals({
  'document/not-a-document': {
    status: 400,
    says: { zh: '收到的内容不是一篇稿件。', en: 'What arrived is not a story document.' },
    next: {
      zh: '请刷新页面后重试；如仍出现，请把文字复制到新稿件。',
      en: 'Reload the page and try again; if it stays, copy the text into a new story.',
    },
  },
  'document/too-deep': {
    status: 422,
    says: { zh: '稿件的嵌套层次过深，无法读取。', en: 'The document is nested too deeply to be read.' },
    next: { zh: '请用“只粘贴文字”重新粘贴正文。', en: 'Paste the text again as plain text.' },
  },
  'document/too-large': {
    status: 413,
    says: { zh: '稿件超过 {limit} kB，无法保存。', en: 'The document is larger than {limit} kB.' },
    next: {
      zh: '请拆成几篇稿件，图片和视频请作为素材上传。',
      en: 'Split it into several stories, and upload pictures and videos as assets.',
    },
  },
  'document/too-many-blocks': {
    status: 422,
    says: { zh: '稿件超过 {limit} 段。', en: 'The document has more than {limit} blocks.' },
    next: { zh: '请合并短段落，或拆成几篇稿件。', en: 'Join short paragraphs, or split it into several stories.' },
  },
  'document/choice-passed': {
    status: 409,
    says: {
      zh: '这一段在提问之后又改过，不能再按原来的选项处理。',
      en: 'This block was changed after the question was asked; the choice no longer fits.',
    },
    next: { zh: '请按现在的文字重新对照后再选。', en: 'Compare again with the text as it is now, then choose.' },
  },
  'document/no-slot': {
    status: 404,
    says: { zh: '稿件里没有这一处填空。', en: 'The document has no such slot.' },
    next: { zh: '请刷新后再填。', en: 'Load the page again, then fill it in.' },
  },
  'document/invalid': {
    status: 422,
    says: { zh: '稿件里有不允许的内容：{reason}', en: 'The document holds something that is not allowed: {reason}' },
    next: { zh: '请删除最近加入的内容，或用“只粘贴文字”重新粘贴。', en: 'Remove what was added last, or paste it again as plain text.' },
  },
})
