import { refusals } from '@kitchen/model'

const again = {
  zh: '请换一个完好的文件，或从相机、手机里重新导出后再传。',
  en: 'Choose an intact file, or export it again from the camera or phone and upload it.',
}
const kinds = {
  zh: '可以传：JPEG、HEIC、PNG、WebP、TIFF、GIF（静态）、AVIF 图片；MP4、MOV、MKV、WebM、MTS、MXF、AVI 视频；MP3、WAV、M4A、AAC、FLAC 音频。',
  en: 'Taken are: pictures as JPEG, HEIC, PNG, WebP, TIFF, still GIF, AVIF; video as MP4, MOV, MKV, WebM, MTS, MXF, AVI; sound as MP3, WAV, M4A, AAC, FLAC.',
}
const operator = {
  zh: '请运维运行 npm run kitchen -- doctor，按提示装好后点“重试”。',
  en: 'Ask the operator to run npm run kitchen -- doctor, install what it names, then press retry.',
}

/** Every no of this package: what is wrong with the file, or with this machine, and what to do. */
export const refuse = refusals({
  'media/empty': { status: 422, says: { zh: '文件是空的。', en: 'The file is empty.' }, next: again },
  'media/damaged': {
    status: 422,
    says: { zh: '文件已损坏或不完整，打不开。', en: 'The file is damaged or incomplete and cannot be opened.' },
    next: again,
  },
  'media/unknown': {
    status: 415,
    says: {
      zh: '认不出这个文件是什么格式（只看内容，不看文件名）。',
      en: 'The file is of no known kind (its contents count, not its name).',
    },
    next: kinds,
  },
  'media/svg': {
    status: 415,
    says: { zh: '不收 SVG 矢量图：里面可以藏程序。', en: 'SVG drawings are not taken: they can hold programs.' },
    next: { zh: '请导出为 PNG 后再传。', en: 'Export the drawing as PNG and upload that.' },
  },
  'media/playlist': {
    status: 415,
    says: { zh: '这是一份播放列表，不是视频本身。', en: 'This is a playlist, not the video itself.' },
    next: { zh: '请传视频文件本身。', en: 'Upload the video file itself.' },
  },
  'media/document': {
    status: 415,
    says: { zh: '这是文档或压缩包，不是图片、视频或音频。', en: 'This is a document or an archive, not a picture, video or sound.' },
    next: {
      zh: '文字稿请拖到发稿页的正文里；压缩包请先解开，再传里面的图片和视频。',
      en: 'Drop a manuscript into the text of the filing page; unpack an archive and upload the pictures and videos in it.',
    },
  },
  'media/program': { status: 415, says: { zh: '这是一个程序，不收。', en: 'This is a program; programs are not taken.' }, next: kinds },
  'media/raw': {
    status: 415,
    says: { zh: '这是相机的 RAW 原片，这里打不开。', en: 'This is a camera raw file, which cannot be opened here.' },
    next: {
      zh: '请在相机或修图软件里导出 JPEG 或 TIFF 后再传。',
      en: 'Export it as JPEG or TIFF from the camera or an editor and upload that.',
    },
  },
  'media/animated': {
    status: 415,
    says: { zh: '这是动图，不能当照片用。', en: 'This picture moves, so it cannot serve as a photograph.' },
    next: { zh: '要静态图请存为 JPEG；要动的请存为 MP4 视频。', en: 'Save one frame as JPEG, or the whole as an MP4 video.' },
  },
  'media/too-wide': {
    status: 422,
    says: { zh: '画面 {width}×{height}，单边超过 {limit} 像素。', en: 'At {width}×{height} one side is over {limit} pixels.' },
    next: { zh: '请缩小到单边 {limit} 像素以内后再传。', en: 'Scale it down to at most {limit} pixels a side and upload it.' },
  },
  'media/too-many-pixels': {
    status: 422,
    says: {
      zh: '画面共 {megapixels} 百万像素，超过 {limit} 百万。',
      en: 'The picture has {megapixels} million pixels, more than {limit} million.',
    },
    next: { zh: '请缩小后再传。', en: 'Scale it down and upload it.' },
  },
  'media/no-duration': { status: 422, says: { zh: '视频或音频的长度是 0 秒。', en: 'The video or sound lasts 0 seconds.' }, next: again },
  'media/no-picture': {
    status: 422,
    says: { zh: '视频文件里没有画面。', en: 'There is no picture in this video file.' },
    next: { zh: '只有声音的，请存为 MP3 或 M4A 后再传。', en: 'If it is sound alone, save it as MP3 or M4A and upload that.' },
  },
  'media/no-sound': { status: 422, says: { zh: '音频文件里没有声音。', en: 'There is no sound in this audio file.' }, next: again },
  'media/too-slow': {
    status: 422,
    says: { zh: '读这个文件花的时间超过 {seconds} 秒，已停止。', en: 'Reading this file took over {seconds} seconds and was stopped.' },
    next: { zh: '请用剪辑软件重新导出后再传。', en: 'Export it again from an editor and upload that.' },
  },
  'media/tool-missing': { status: 503, says: { zh: '这台机器上没有 {tool}。', en: 'This machine has no {tool}.' }, next: operator },
  'media/encoder-missing': {
    status: 503,
    says: { zh: '这台机器的 ffmpeg 没有编码器 {encoder}。', en: 'The ffmpeg of this machine has no encoder {encoder}.' },
    next: operator,
  },
  'media/not-clean': {
    status: 500,
    says: {
      zh: '转出的文件里还留着不该带出去的信息（{what}），已扣下。',
      en: 'The rendered file still holds what must not leave the house ({what}); it was held back.',
    },
    next: { zh: '请点“重试”；再次出现请告知运维。', en: 'Press retry; if it happens again, tell the operator.' },
  },
  'media/label-lost': {
    status: 500,
    says: { zh: '转出的文件丢了 AI 标识，已扣下。', en: 'The rendered file lost its AI label; it was held back.' },
    next: { zh: '请点“重试”；再次出现请告知运维。', en: 'Press retry; if it happens again, tell the operator.' },
  },
})
