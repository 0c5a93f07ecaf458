import { refusals } from '@kitchen/model'

/** What signing in may refuse. */
export const refuse = refusals({
  'identity/unknown-person': {
    status: 401,
    says: { zh: '没有这个人，或密码不对。', en: 'There is no such person, or the password is wrong.' },
    next: {
      zh: '请核对后再试；忘记密码请找本中心运维重设。',
      en: 'Check and try again; the operator of your centre can reset a password.',
    },
  },
  'identity/password-needed': {
    status: 401,
    says: { zh: '此人需要密码登录。', en: 'This person signs in with a password.' },
    next: { zh: '请输入密码。', en: 'Enter the password.' },
  },
  'identity/too-many-tries': {
    status: 429,
    says: { zh: '密码错误次数过多，已暂停登录。', en: 'Too many wrong passwords; signing in is paused.' },
    next: {
      zh: '请 {minutes} 分钟后再试，或找运维重设密码。',
      en: 'Try again in {minutes} minutes, or ask the operator to reset the password.',
    },
  },
})
