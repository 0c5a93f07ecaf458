import { refusals } from '@kitchen/model'

/** Everything that generation may refuse, as a product that can't be made or as an answer to a request. */
export const refuse = refusals({
  'generation/document': {
    status: 422,
    says: { zh: '稿件结构读不出来：{why}。', en: 'The document cannot be read: {why}.' },
    next: { zh: '请在编辑页打开稿件，保存后重新封版。', en: 'Open the story in the editor, save it and seal it again.' },
  },
  'generation/nothing-to-show': {
    status: 422,
    says: {
      zh: '没有可用的内容：稿件没有正文，图片和视频也都没有转码成功。',
      en: 'There is nothing to show: no running text, and no picture or video could be rendered.',
    },
    next: { zh: '请补写正文，或更换素材后重新封版。', en: 'Write some text or replace the media, then seal again.' },
  },
  'generation/no-headline': {
    status: 422,
    says: { zh: '稿件没有标题。', en: 'The story has no headline.' },
    next: { zh: '请补上标题后重新封版。', en: 'Give it a headline and seal it again.' },
  },
  'generation/wechat-title-too-long': {
    status: 422,
    says: { zh: '标题 {length} 字，公众号最多 {most} 字。', en: 'The headline has {length} characters; WeChat takes {most}.' },
    next: {
      zh: '请把标题缩短 {over} 字后重新封版，其他渠道不受影响。',
      en: 'Shorten the headline by {over} characters and seal again; other channels are not affected.',
    },
  },
  'generation/wechat-content-too-long': {
    status: 422,
    says: {
      zh: '公众号正文代码 {length} 字符，必须少于 {most}。',
      en: 'The WeChat content has {length} characters of HTML; it must have fewer than {most}.',
    },
    next: {
      zh: '正文约需减少 {over} 字；可删去表格，或分成上下篇，再重新封版。',
      en: 'Cut about {over} characters of text, drop the table, or split the story in two; then seal again.',
    },
  },
  'generation/wechat-content-too-large': {
    status: 422,
    says: { zh: '公众号正文 {length} 字节，必须小于 1 MB。', en: 'The WeChat content has {length} bytes; it must be smaller than 1 MB.' },
    next: { zh: '请把长稿分成上下篇后重新封版。', en: 'Split the story in two and seal again.' },
  },
  'generation/profile': {
    status: 422,
    says: { zh: '媒体端口 {outlet} 已不在配置里。', en: 'Outlet {outlet} is no longer in the configuration.' },
    next: { zh: '请运维检查区域配置文件，再点“重做”。', en: 'Ask the operator to check the file of the region, then press retry.' },
  },
  'generation/superseded': {
    status: 409,
    says: { zh: '已有新版本，这一版不再制作。', en: 'There is a newer version; this one is no longer made.' },
    next: { zh: '请看新版本的成品。', en: 'Look at the products of the newer version.' },
  },
  'generation/recalled': {
    status: 409,
    says: { zh: '稿件已撤回，不再制作。', en: 'The story was recalled; nothing more is made of it.' },
    next: { zh: '无需处理。', en: 'There is nothing to do.' },
  },
  'generation/too-many-files': {
    status: 422,
    says: {
      zh: '成品的文件清单有 {kilobytes} KB，超过 {most} KB。',
      en: 'The list of the product’s files has {kilobytes} kB, more than {most} kB.',
    },
    next: {
      zh: '请减少图片和视频，或分成上下篇后重新封版。',
      en: 'Use fewer pictures and films, or split the story in two; then seal again.',
    },
  },
  'generation/trouble': {
    status: 500,
    says: { zh: '制作时出错，试了 {tries} 次都没有成功：{why}。', en: 'Making it failed {tries} times: {why}.' },
    next: { zh: '请点“重做”；仍不行请把本提示发给运维。', en: 'Press retry; if it stays, send this message to the operator.' },
  },
  'generation/not-found': {
    status: 404,
    says: { zh: '没有这个成品，或您的中心看不到它。', en: 'There is no such product, or your centre may not see it.' },
    next: { zh: '请回到稿件页，从成品格子打开。', en: 'Open it from the cells on the story page.' },
  },
  'generation/bad-query': {
    status: 400,
    says: { zh: '地址里缺少稿件编号，或编号不对。', en: 'The address lacks a story id, or it is not one.' },
    next: { zh: '请从稿件页打开成品。', en: 'Open the products from the story page.' },
  },
})
