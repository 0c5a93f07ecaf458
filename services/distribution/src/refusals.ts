import { refusals } from '@kitchen/model'

/** Everything that distribution refuses or cannot do, told to a person. */
export const refuse = refusals({
  'distribution/no-delivery': {
    status: 404,
    says: { zh: '没有这条投递记录。', en: 'There is no such delivery.' },
    next: { zh: '刷新页面后再试。', en: 'Reload the page and try again.' },
  },
  'distribution/nothing-there': {
    status: 409,
    says: { zh: '这一部分没有可撤的：没有投出，或已经撤下。', en: 'Nothing of it is out there: it was not sent, or is recalled already.' },
    next: { zh: '换一个中心或渠道；要全部撤下，请用“撤稿”。', en: 'Choose another centre or channel, or recall the whole story.' },
  },
  'distribution/wrong-headline': {
    status: 422,
    says: { zh: '输入的标题与已发布的标题不同。', en: 'The headline that was typed is not the released one.' },
    next: { zh: '照已发布的标题一字不差地再输一遍。', en: 'Type the released headline again, sign by sign.' },
  },
  'distribution/nothing-to-do': {
    status: 409,
    says: { zh: '这条投递现在不需要处理（状态：{state}）。', en: 'Nothing is to be done about this delivery now (state: {state}).' },
    next: { zh: '刷新页面看最新状态。', en: 'Reload the page to see its state.' },
  },
  'distribution/foreign-address': {
    status: 422,
    says: { zh: '这个链接不是公众号文章的地址。', en: 'This is not the address of an Official Account article.' },
    next: {
      zh: '在微信里打开文章，复制以 {base} 开头的链接再粘贴。',
      en: 'Open the article in WeChat and paste its link, which begins with {base}.',
    },
  },
  'distribution/unreachable': {
    status: 502,
    says: { zh: '媒体端口连不上：{detail}。', en: 'The outlet cannot be reached: {detail}.' },
    next: { zh: '系统会自动重试；也可以检查该端口后点“重试”。', en: 'It is tried again by itself; or check the outlet and press retry.' },
  },
  'distribution/no-answer': {
    status: 504,
    says: { zh: '媒体端口 {seconds} 秒内没有回答。', en: 'The outlet gave no answer within {seconds} seconds.' },
    next: {
      zh: '系统会自动重试，重试前先核实是否已经发出。',
      en: 'It is tried again by itself; before that the outlet is asked whether it has arrived.',
    },
  },
  'distribution/not-as-sent': {
    status: 502,
    says: { zh: '媒体端口上的内容与签发的成品不一致：{detail}。', en: 'What the outlet shows is not the signed product: {detail}.' },
    next: { zh: '系统会重新投递；若一直如此，请检查该端口。', en: 'It is sent again; if it stays so, check the outlet.' },
  },
  'distribution/still-there': {
    status: 502,
    says: { zh: '撤稿后核实：内容仍在（{detail}）。', en: 'Looked again after the withdrawal: it is still there ({detail}).' },
    next: { zh: '系统会继续撤；也可以人工撤下后点“我已处理”。', en: 'It goes on trying; or take it down by hand and press done.' },
  },
  'distribution/withdrawn-already': {
    status: 409,
    says: { zh: '此稿在该端口已撤，迟到的投递被拒绝。', en: 'The story was withdrawn at this outlet; a late delivery is refused.' },
    next: { zh: '无需处理。', en: 'Nothing has to be done.' },
  },
  'distribution/passed': {
    status: 409,
    says: { zh: '该端口上已有更新的版本。', en: 'A newer version is at this outlet already.' },
    next: { zh: '无需处理。', en: 'Nothing has to be done.' },
  },
  'distribution/unfit-product': {
    status: 422,
    says: { zh: '成品不符合端口的要求：{detail}。', en: 'The product is not as the outlet needs it: {detail}.' },
    next: { zh: '修改稿件后重新制作、签发；或联系运维。', en: 'Change the story and make and sign it again; or ask the operator.' },
  },
  'distribution/unsafe-path': {
    status: 422,
    says: { zh: '成品里有不安全的文件名，已拒绝：{path}。', en: 'The product holds an unsafe file name and was refused: {path}.' },
    next: { zh: '请联系运维：成品制作有误。', en: 'Ask the operator: the product was made wrongly.' },
  },
  'distribution/disk': {
    status: 500,
    says: { zh: '写入投递文件夹失败：{detail}。', en: 'The hot folder cannot be written: {detail}.' },
    next: { zh: '检查磁盘空间和文件夹权限，系统会自动重试。', en: 'Check disk space and permissions; it is tried again by itself.' },
  },
  'distribution/not-made': {
    status: 409,
    says: { zh: '已签发，但签发的成品还没有到达投递。', en: 'Released, but the signed product has not arrived here.' },
    next: { zh: '查看成品制作是否卡住。', en: 'See whether its making is stuck.' },
  },
  'distribution/wechat-no-account': {
    status: 409,
    says: { zh: '{outlet} 没有配置公众号。', en: '{outlet} has no Official Account set.' },
    next: {
      zh: '在公众号配置文件里填写 appid 和 secret，然后点“重试”。',
      en: 'Enter its appid and secret in the accounts file, then press retry.',
    },
  },
  'distribution/wechat-press-send': {
    status: 409,
    says: { zh: '草稿已在公众号后台，等人点“群发”。', en: 'The draft is in the Official Account; a person has to press 群发.' },
    next: {
      zh: '在微信公众平台群发后，点“我已处理”并粘贴文章链接。',
      en: 'Send it in WeChat, then press done and paste the link of the article.',
    },
  },
  'distribution/wechat-no-push-left': {
    status: 409,
    says: { zh: '这个公众号今天的群发次数已用完，草稿还在后台。', en: 'The account has no push left today; the draft is waiting in it.' },
    next: {
      zh: '明天再群发，或改用“发布”；完成后点“我已处理”并粘贴链接。',
      en: 'Send it tomorrow, or publish it without a push; then press done and paste the link.',
    },
  },
  'distribution/wechat-change-by-hand': {
    status: 409,
    says: {
      zh: '旧版已在公众号发出，程序不能修改；共改 {characters} 字：{changes}。',
      en: 'An older version is out in WeChat, where a program cannot change it; {characters} characters to change: {changes}.',
    },
    next: {
      zh: '在公众号“发表记录”里修改（限 {limit} 字、{times} 次），点“已人工办好”并粘贴链接；已改过的，删旧文后点“再投一次”。',
      en: 'Change it in WeChat’s list of sent articles (up to {limit} characters, {times} time), press done and paste the link; if it was changed before, delete it and send again.',
    },
  },
  'distribution/wechat-repost-by-hand': {
    status: 409,
    says: {
      zh: '旧版已在公众号发出，要改 {characters} 字，超过微信允许的 {limit} 字：{changes}。',
      en: 'An older version is out in WeChat; {characters} characters are to change, more than the {limit} that WeChat allows: {changes}.',
    },
    next: {
      zh: '在公众号“发表记录”里删除旧文，再点“再投一次”，新版会作为新文章送出。',
      en: 'Delete the older article in WeChat’s list of sent articles, then press send again: the new version goes out as a new article.',
    },
  },
  'distribution/wechat-delete-by-hand': {
    status: 409,
    says: { zh: '这篇文章是人工群发的，程序删不掉。', en: 'The article was sent by hand; a program cannot delete it.' },
    next: {
      zh: '在微信公众平台“发表记录”里删除，然后点“我已处理”，系统会核实。',
      en: 'Delete it in the list of sent messages in WeChat and press done; it is then verified.',
    },
  },
  'distribution/wechat-busy': {
    status: 502,
    says: { zh: '微信接口暂时出错（{code}）。', en: 'The WeChat interface failed for the moment ({code}).' },
    next: { zh: '系统会自动重试。', en: 'It is tried again by itself.' },
  },
  'distribution/wechat-quota': {
    status: 409,
    says: { zh: '微信接口调用次数用完（{code}）。', en: 'The calls to the WeChat interface are used up ({code}).' },
    next: { zh: '明天零点后再点“重试”，或在微信后台清零额度。', en: 'Press retry after midnight, or reset the quota in WeChat.' },
  },
  'distribution/wechat-address': {
    status: 409,
    says: {
      zh: '本机地址 {address} 不在公众号的 IP 白名单里（40164）。',
      en: 'This machine’s address {address} is not on the account’s list (40164).',
    },
    next: {
      zh: '微信公众平台 → 设置与开发 → 基本配置 → IP 白名单，加入 {address}，再点“重试”。',
      en: 'In WeChat: 设置与开发 → 基本配置 → IP 白名单, add {address}, then press retry.',
    },
  },
  'distribution/wechat-not-allowed': {
    status: 409,
    says: { zh: '这个公众号没有该接口的权限（48001）。', en: 'The account may not use this interface (48001).' },
    next: { zh: '改为人工群发，或为公众号做认证。', en: 'Send it by hand, or have the account verified.' },
  },
  'distribution/wechat-secret': {
    status: 409,
    says: { zh: '微信不认这个公众号的 appid 或 secret（{code}）。', en: 'WeChat refuses the appid or secret of the account ({code}).' },
    next: {
      zh: '核对公众号配置文件里的 appid 和 secret，再点“重试”。',
      en: 'Check appid and secret in the accounts file, then press retry.',
    },
  },
  'distribution/wechat-refused': {
    status: 422,
    says: { zh: '微信拒绝了这篇稿件：{code} {detail}。', en: 'WeChat refused the story: {code} {detail}.' },
    next: { zh: '按提示修改稿件，重新签发。', en: 'Change the story as it says, then release it again.' },
  },
})

export type RefusalCode = Parameters<typeof refuse>[0]
