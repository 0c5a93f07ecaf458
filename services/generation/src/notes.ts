import type { Bilingual } from '@kitchen/model'

/** What a person should know of a product that was made all the same. */
export const notes = {
  pictureMissing: {
    zh: '有一张图片没有转码成功，成品里没有它；素材重试成功后，发布前会自动重做。',
    en: 'A picture could not be rendered and is left out; when its asset succeeds before the release, this is made again by itself.',
  },
  videoMissing: {
    zh: '有一段视频没有转码成功，成品里没有它；素材重试成功后，发布前会自动重做。',
    en: 'A video could not be rendered and is left out; when its asset succeeds before the release, this is made again by itself.',
  },
  hlsMissing: {
    zh: '自适应视频流没有做成，页面使用 720p 单文件视频。',
    en: 'The adaptive stream could not be made; the page plays the 720p file.',
  },
  stillInstead: {
    zh: '播出格式的视频没有做成，本条改为口播加静帧。',
    en: 'The video for broadcast could not be made; this is an anchor read with a still.',
  },
  verticalMissing: {
    zh: '竖版视频没有做成，公众号里只有封面图和说明。',
    en: 'The vertical video could not be made; WeChat shows its poster and caption only.',
  },
  videoByHand: {
    zh: '公众号视频须由人在编辑器里插入：文件在 video/ 里，位置已用封面图标出。',
    en: 'A person inserts the video in the WeChat editor: the file is in video/, its poster marks the place.',
  },
  authorCut: {
    zh: '作者栏超过 16 字，只写了前面的名字；文中署名是全的。',
    en: 'The author field takes 16 characters: it has the first names, the byline in the text is whole.',
  },
  aiLabel: { zh: '含人工智能生成的素材，已保留并显示标识。', en: 'Contains AI-made media; the label is kept and shown.' },
} as const satisfies Record<string, Bilingual>
