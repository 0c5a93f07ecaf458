import { refusals } from '@kitchen/model'

/** What the front of every service may refuse. */
export const refuse = refusals({
  'runtime/not-signed-in': {
    status: 401,
    says: { zh: '您还没有登录，或登录已过期。', en: 'You are not signed in, or your session has ended.' },
    next: { zh: '请登录后再试；未保存的内容仍在本机。', en: 'Sign in and try again; unsaved work is still on this device.' },
  },
  'runtime/forbidden': {
    status: 403,
    says: { zh: '您的岗位不能做这一步（{action}）。', en: 'Your role may not do this ({action}).' },
    next: { zh: '请联系有权限的同事，或换岗位登录。', en: 'Ask a colleague whose role allows it, or sign in with another role.' },
  },
  'runtime/foreign-host': {
    status: 421,
    says: { zh: '免密登录的工作台只能用 localhost 打开。', en: 'A workspace with one-click sign-in is opened as localhost only.' },
    next: {
      zh: '请用 http://localhost 加端口打开；要用别的域名，请先设 KITCHEN_SIGN_IN=password。',
      en: 'Open http://localhost with its port; for another name set KITCHEN_SIGN_IN=password first.',
    },
  },
  'runtime/bad-body': {
    status: 400,
    says: { zh: '请求内容不符合要求：{where}。', en: 'The request is not of the expected form: {where}.' },
    next: {
      zh: '请刷新页面后重试；仍不行请把本提示发给运维。',
      en: 'Reload the page and try again; if it stays, send this message to the operator.',
    },
  },
  'runtime/not-found': {
    status: 404,
    says: { zh: '找不到您要的内容。', en: 'There is nothing here.' },
    next: { zh: '请检查地址，或回到首页查找。', en: 'Check the address, or search from the home page.' },
  },
  'runtime/too-large': {
    status: 413,
    says: { zh: '请求内容太大。', en: 'The request is too large.' },
    next: { zh: '照片和视频请用上传，不要贴进正文。', en: 'Upload photos and video instead of pasting them into the text.' },
  },
  'runtime/no-replay': {
    status: 409,
    says: {
      zh: '{consumer} 不能重放：重复处理会再次对外生效。',
      en: '{consumer} can’t be replayed: done again it would have effects outside.',
    },
    next: { zh: '可以重放的有：{able}。', en: 'These can be: {able}.' },
  },
  'runtime/too-fast': {
    status: 429,
    says: { zh: '操作太快，服务器暂时没有接收。', en: 'Too much came at once; this was not taken.' },
    next: { zh: '几秒后会自动再送，不用重打。', en: 'It is sent again by itself in a few seconds.' },
  },
  'runtime/unavailable': {
    status: 503,
    says: {
      zh: '数据库暂时没有回应，不能确定这次操作是否完成。',
      en: 'The database does not answer for the moment; whether this was done is not known.',
    },
    next: { zh: '请过几秒刷新页面，看清结果后再决定是否重试。', en: 'Reload in a few seconds and look before you try again.' },
  },
  'runtime/bug': {
    status: 500,
    says: { zh: '程序出错了，这次操作没有完成。', en: 'The program failed; this was not done.' },
    next: { zh: '请稍后重试；编号 {trace} 可供运维查询。', en: 'Try again in a moment; the operator can look up {trace}.' },
  },
})
