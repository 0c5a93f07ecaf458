import { refusals } from '@kitchen/model'

const resave = {
  zh: '请在 Word 或 WPS 里打开，另存为 .docx 后再拖入。',
  en: 'Open it in Word or WPS, save it as .docx and drop it again.',
}
const plain = {
  zh: '可以收 .docx、.md、.txt、.html；也可以直接把文字粘贴到正文里。',
  en: 'Taken are .docx, .md, .txt and .html; or paste the text into the story.',
}
const split = {
  zh: '请拆成几篇稿件，图片和视频请作为素材上传。',
  en: 'Split it into several stories, and upload pictures and videos as assets.',
}

/** Everything that ingest says no to. What is wrong inside a picture, video or sound is told by `media/…`. */
export const refuse = refusals({
  'ingest/no-such-upload': {
    status: 404,
    says: { zh: '没有这个上传，或者它不是您的。', en: 'There is no such upload, or it is not yours.' },
    next: { zh: '请重新选择文件上传。', en: 'Choose the file and upload it again.' },
  },
  'ingest/finished': {
    status: 409,
    says: { zh: '这个文件已经传完，不能再改。', en: 'This file has arrived already and cannot be changed.' },
    next: { zh: '请刷新素材列表；要换文件，请另传一个。', en: 'Reload the list of assets; to replace the file, upload another one.' },
  },
  'ingest/offset-passed': {
    status: 409,
    says: { zh: '续传的位置对不上。', en: 'The upload goes on at another place than the server has.' },
    next: { zh: '请点“继续”，会从服务器已有的位置接着传。', en: 'Press resume: it goes on from what the server has.' },
  },
  'ingest/busy': {
    status: 423,
    says: { zh: '同一个文件正在另一个连接里上传。', en: 'The same file is arriving on another connection.' },
    next: { zh: '请等几秒后点“继续”。', en: 'Wait a few seconds, then press resume.' },
  },
  'ingest/protocol': {
    status: 400,
    says: { zh: '上传请求不完整。', en: 'The upload request is not complete.' },
    next: {
      zh: '请刷新页面后重传；自己的程序请按 tus 1.0 协议写明长度和文件名。',
      en: 'Reload the page and upload again; a program of your own must follow tus 1.0 and say length and file name.',
    },
  },
  'ingest/too-large': {
    status: 413,
    says: { zh: '文件超过 {limit} GB。', en: 'The file is larger than {limit} GB.' },
    next: { zh: '请剪短或压缩后再传。', en: 'Cut it shorter or compress it, then upload it.' },
  },
  'ingest/concatenation': {
    status: 400,
    says: { zh: '不支持把几个上传拼成一个文件（Upload-Concat）。', en: 'Uploads are not put together out of several (Upload-Concat).' },
    next: {
      zh: '请把整个文件作为一个上传发送；断了会从断点接着传。',
      en: 'Send the whole file as one upload: after a break it goes on from there.',
    },
  },
  'ingest/too-many-open': {
    status: 429,
    says: { zh: '您有 {open} 个文件还没传完，最多 {most} 个。', en: 'You have {open} uploads that have not ended; {most} is the most.' },
    next: { zh: '请等前面的传完，或删掉不要的再传。', en: 'Wait for some to end, or remove those that are not wanted.' },
  },
  'ingest/foreign-story': {
    status: 404,
    says: { zh: '没有这篇稿件，或本中心不能往里加素材。', en: 'There is no such story, or your centre adds nothing to it.' },
    next: { zh: '请从本中心的稿件页上传；转载的稿件请先采用。', en: 'Upload from a story of your own centre; adopt another’s first.' },
  },
  'ingest/photo-too-large': {
    status: 413,
    says: { zh: '图片超过 {limit} MB。', en: 'The picture is larger than {limit} MB.' },
    next: { zh: '请另存为质量较低的 JPEG 后再传。', en: 'Save it as a JPEG of lower quality and upload that.' },
  },
  'ingest/disk-full': {
    status: 507,
    says: { zh: '服务器的存储空间不够放下这个文件。', en: 'The server has no room for this file.' },
    next: {
      zh: '文字照常可以发；请通知运维清理磁盘后再传。',
      en: 'Text can be filed as usual; tell the operator to free disk space, then upload it.',
    },
  },
  'ingest/trouble': {
    status: 503,
    says: { zh: '文件已收到，但服务器暂时没能存好。', en: 'The file has arrived, but the server could not store it yet.' },
    next: {
      zh: '不用重传，稍后点“继续”；再次出现请告知运维。',
      en: 'No need to send it again: press resume later; tell the operator if it stays.',
    },
  },
  'ingest/bad-question': {
    status: 400,
    says: { zh: '查询条件不对：{where}。', en: 'The question is not well put: {where}.' },
    next: { zh: '请刷新页面。', en: 'Reload the page.' },
  },
  'ingest/empty': {
    status: 422,
    says: { zh: '文件是空的。', en: 'The file is empty.' },
    next: { zh: '请确认文件已保存好，再选一次。', en: 'Make sure that the file was saved, then choose it again.' },
  },
  'ingest/no-text': {
    status: 422,
    says: { zh: '文件里没有文字。', en: 'There is no text in the file.' },
    next: { zh: '只有图片的，请作为素材上传；扫描件请先识别文字。', en: 'Upload pictures as assets; recognise the text of a scan first.' },
  },
  'ingest/manuscript-too-large': {
    status: 413,
    says: { zh: '文稿超过 {limit} MB。', en: 'The manuscript is larger than {limit} MB.' },
    next: split,
  },
  'ingest/damaged': {
    status: 422,
    says: { zh: '文稿已损坏或不完整，打不开。', en: 'The manuscript is damaged or incomplete and cannot be opened.' },
    next: resave,
  },
  'ingest/encrypted': {
    status: 422,
    says: { zh: '文稿有密码，打不开。', en: 'The manuscript is protected by a password.' },
    next: { zh: '请在 Word 或 WPS 里取消密码保护，另存后再拖入。', en: 'Take the password off in Word or WPS, save it and drop it again.' },
  },
  'ingest/old-word': {
    status: 415,
    says: { zh: '这是旧版 Word 或 WPS 文件（.doc、.wps）。', en: 'This is an old Word or WPS file (.doc, .wps).' },
    next: resave,
  },
  'ingest/pdf': {
    status: 415,
    says: {
      zh: 'PDF 不能当文稿导入：分栏和断行会打乱文字。',
      en: 'A PDF cannot be taken as a manuscript: its columns and line ends break the text.',
    },
    next: { zh: '请提供 .docx，或复制文字后粘贴到正文。', en: 'Give the .docx, or copy the text and paste it into the story.' },
  },
  'ingest/archive': {
    status: 415,
    says: { zh: '这是压缩包，不是文稿。', en: 'This is an archive, not a manuscript.' },
    next: {
      zh: '请先解开，文稿拖到正文，图片和视频作为素材上传。',
      en: 'Unpack it, drop the manuscript into the story, and upload pictures and videos as assets.',
    },
  },
  'ingest/is-media': {
    status: 415,
    says: {
      zh: '这个文件其实是{what}，不是文稿（只看内容，不看文件名）。',
      en: 'This file is {kind}, not a manuscript (its contents count, not its name).',
    },
    next: { zh: '请作为素材上传。', en: 'Upload it as an asset.' },
  },
  'ingest/renamed': {
    status: 415,
    says: { zh: '文件名写的是 {extension}，内容却不是。', en: 'The name says {extension}, but the contents are something else.' },
    next: resave,
  },
  'ingest/unsupported': {
    status: 415,
    says: { zh: '这种文件不能当文稿导入。', en: 'A file of this kind cannot be taken as a manuscript.' },
    next: plain,
  },
  'ingest/svg': {
    status: 415,
    says: { zh: '不收 SVG 矢量图：里面可以藏程序。', en: 'SVG drawings are not taken: they can hold programs.' },
    next: { zh: '请导出为 PNG，作为素材上传。', en: 'Export it as PNG and upload that as an asset.' },
  },
  'ingest/playlist': {
    status: 415,
    says: { zh: '这是一份播放列表，不是文稿。', en: 'This is a playlist, not a manuscript.' },
    next: { zh: '请把视频文件本身作为素材上传。', en: 'Upload the video file itself as an asset.' },
  },
  'ingest/wrong-encoding': {
    status: 422,
    says: {
      zh: '认不出文字的编码（试过 UTF-8、UTF-16、GB18030）。',
      en: 'The encoding of the text is unknown (UTF-8, UTF-16 and GB18030 were tried).',
    },
    next: { zh: '请用记事本打开，另存为 UTF-8 后再拖入。', en: 'Open it in a text editor, save it as UTF-8 and drop it again.' },
  },
  'ingest/zip-bomb': {
    status: 422,
    says: { zh: '文稿解开后异常巨大，已停止读取。', en: 'The manuscript unpacks to an abnormal size; reading was stopped.' },
    next: {
      zh: '请新建一个文档，只粘贴文字进去，保存后再拖入。',
      en: 'Make a new document, paste the text alone into it, save it and drop that.',
    },
  },
  'ingest/entities': {
    status: 422,
    says: { zh: '文稿里有外部引用定义（DTD），不予读取。', en: 'The manuscript defines entities (a DTD); it is not read.' },
    next: resave,
  },
  'ingest/too-deep': {
    status: 422,
    says: { zh: '文稿的嵌套层次过深。', en: 'The manuscript is nested too deeply.' },
    next: { zh: '请复制文字，用“只粘贴文字”粘贴到正文。', en: 'Copy the text and paste it into the story as plain text.' },
  },
  'ingest/too-heavy': {
    status: 422,
    says: {
      zh: '读这份文稿用时太长或占内存太多，已停止。',
      en: 'Reading this manuscript took too long or too much memory and was stopped.',
    },
    next: { zh: '请复制文字，用“只粘贴文字”粘贴到正文。', en: 'Copy the text and paste it into the story as plain text.' },
  },
})
