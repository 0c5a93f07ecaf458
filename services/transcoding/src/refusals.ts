import { refusals } from '@kitchen/model'

/** Every no of transcoding; what is wrong with a file itself is said by the media package (`media/…`). */
export const refuse = refusals({
  'transcoding/no-asset': {
    status: 404,
    says: { zh: '没有这个素材，或本中心无权查看。', en: 'There is no such asset, or your centre may not see it.' },
    next: { zh: '请从稿件的素材栏打开。', en: 'Open it from the assets of its story.' },
  },
  'transcoding/trouble': {
    status: 503,
    says: { zh: '转码试了 {attempts} 次都没成功：{why}', en: 'Rendering failed {attempts} times: {why}' },
    next: { zh: '请运维检查磁盘空间和日志后点“重试”。', en: 'Ask the operator to check disk space and the log, then press retry.' },
  },
  'transcoding/crashed': {
    status: 503,
    says: {
      zh: '处理这个文件时程序中断了 {attempts} 次，已不再自动重试。',
      en: 'The program stopped {attempts} times over this file; it is not tried again by itself.',
    },
    next: {
      zh: '请用剪辑软件重新导出后再传，或由运维点“重试”。',
      en: 'Export the file again and upload it, or have the operator press retry.',
    },
  },
  'transcoding/too-many-files': {
    status: 422,
    says: {
      zh: '“{recipe}”有 {files} 个文件，超出一次能登记的数量。',
      en: 'The rendition {recipe} has {files} files, more than can be registered at once.',
    },
    next: { zh: '请把视频剪成几段，分别上传。', en: 'Cut the video into parts and upload each.' },
  },
})
