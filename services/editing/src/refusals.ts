import { refusals } from '@kitchen/model'

/** Everything editing says no to. The codes are part of the API: screens and tests name them. */
export const refuse = refusals({
  'editing/no-story': {
    status: 404,
    says: { zh: '本中心没有这篇稿件。', en: 'Your centre has no such story.' },
    next: { zh: '请从稿件列表里打开。', en: 'Open it from the list of stories.' },
  },
  'editing/no-copy': {
    status: 404,
    says: { zh: '这不是从别的中心采用的稿件。', en: 'This is no copy of another centre’s story.' },
    next: { zh: '请从供稿箱采用后再对照。', en: 'Adopt a story from the inbox, then compare it.' },
  },
  'editing/no-question': {
    status: 409,
    says: { zh: '这一段已没有待选的更正。', en: 'Nothing is asked about this block any more.' },
    next: { zh: '请刷新后按现在的文字处理。', en: 'Load the page again and go by the text as it is.' },
  },
  'editing/nothing-to-undo': {
    status: 409,
    says: { zh: '没有可以退回的合并。', en: 'There is no merge to undo.' },
    next: { zh: '请直接修改文字。', en: 'Change the text instead.' },
  },
  'editing/locked': {
    status: 422,
    says: {
      zh: '供稿方锁定了{block}，不能改动或删去。',
      en: 'The centre that offered it has locked {block}: it can’t be changed or left out.',
    },
    next: {
      zh: '请恢复原文；填空和署名可以改。需要改写请向对方要授权。',
      en: 'Restore the text; slots and byline are yours. Ask the other centre for leave to adapt it.',
    },
  },
  'editing/embargo': {
    status: 409,
    says: { zh: '供稿方要求 {until} 之后才能发布。', en: 'The centre that offered it asks that nothing goes out before {until}.' },
    next: { zh: '已签发的版本不会失效，到时再点“发布”。', en: 'What is signed stays signed; release it then.' },
  },
  'editing/slot-open': {
    status: 422,
    says: { zh: '还有必填的填空没有填：{before}［{hint}］', en: 'A slot that is required is still empty: {before} [{hint}]' },
    next: { zh: '请在“填空”里填好再封版。', en: 'Fill it in the form of slots, then seal.' },
  },
  'editing/merge-unread': {
    status: 422,
    says: {
      zh: '更正并入后有 {count} 处与本地改动同句，还没有人读过：{block}',
      en: 'In {count} places a correction was merged beside a local change and nobody has read it: {block}',
    },
    next: { zh: '请在“与原稿对照”里逐处读过再封版。', en: 'Read each in “against the original”, then seal.' },
  },
  'editing/not-allowed': {
    status: 403,
    says: { zh: '您的岗位不能做这一步。', en: 'Your role may not take this step.' },
    next: { zh: '页面上写着该由谁来做，可以“催一下”。', en: 'The page says who may; you can nudge them.' },
  },
  'editing/revision-passed': {
    status: 409,
    says: { zh: '稿件已被改到第 {current} 稿，您看到的是第 {seen} 稿。', en: 'The text is at revision {current} by now; you saw {seen}.' },
    next: { zh: '请先载入最新内容，再改一次。', en: 'Load the newest text, then change it again.' },
  },
  'editing/closed': {
    status: 409,
    says: { zh: '稿件已发布或已撤回，不能再改。', en: 'The story is released or recalled and no longer changes.' },
    next: { zh: '已发布的请点“更正”，改成新的一版。', en: 'Press “correct” to make a new version of what is out.' },
  },
  'editing/not-out': {
    status: 409,
    says: { zh: '只有已发布的稿件可以更正。', en: 'Only a story that is out can be corrected.' },
    next: {
      zh: '没发布的稿件直接改；已撤回的请新建一篇。',
      en: 'Change an unreleased story as it is; start a new one for a recalled one.',
    },
  },
  'editing/correction-sealed': {
    status: 409,
    says: {
      zh: '更正已封版，说明随版本一起签发，不能再改。',
      en: 'The correction is sealed: its note is signed with it and no longer changes.',
    },
    next: { zh: '请先退回，再改等级或说明。', en: 'Return it first, then change severity or note.' },
  },
  'editing/nothing-corrected': {
    status: 422,
    says: { zh: '正文与已发布的一版相同，也没有写更正说明。', en: 'The text is the one that is out, and there is no note to readers.' },
    next: { zh: '请改好再封版，或放弃更正。', en: 'Change it before sealing, or drop the correction.' },
  },
  'editing/carry-fixed': {
    status: 422,
    says: { zh: '更正送到原来的端口，不能改“必发”。', en: 'A correction goes where the story went; “must carry” stays as it was.' },
    next: { zh: '要换范围请撤稿后另发。', en: 'To reach others, recall it and release another one.' },
  },
  'editing/no-standing': {
    status: 422,
    says: { zh: '没有中心授权转发本中心的必发稿。', en: 'No centre has authorised must-carry stories of yours.' },
    next: { zh: '请取消“必发”，或请对方中心签立长期授权。', en: 'Clear “must carry”, or ask other centres for a standing authorisation.' },
  },
  'editing/empty': {
    status: 422,
    says: { zh: '稿件还是空的，不能交稿。', en: 'The story is still empty and cannot be filed.' },
    next: { zh: '请写标题或正文后再交。', en: 'Write a headline or some text first.' },
  },
  'editing/headline-missing': {
    status: 422,
    says: { zh: '稿件没有标题，不能封版。', en: 'The story has no headline and cannot be sealed.' },
    next: { zh: '请补上主标题。', en: 'Add the headline.' },
  },
  'editing/picture-unknown': {
    status: 422,
    says: {
      zh: '第 {number} 处图片或视频（{name}）在本中心素材里找不到，或还没传完。',
      en: 'Picture or video {number} ({name}) is not among your assets, or is still arriving.',
    },
    next: { zh: '请等上传完成，或换一张，或删去这一处。', en: 'Wait for the upload, choose another one, or remove it.' },
  },
  'editing/picture-refused': {
    status: 422,
    says: { zh: '素材“{name}”没有通过检查：{why}', en: 'The asset “{name}” was refused: {why}' },
    next: { zh: '请换一个文件重新上传，或删去这一处。', en: 'Upload another file, or remove it from the story.' },
  },
  'editing/picture-of-other-kind': {
    status: 422,
    says: {
      zh: '素材“{name}”不能放在这里：图片处要照片，视频处要视频。',
      en: 'The asset “{name}” does not fit here: a picture takes a photo, a video takes a video.',
    },
    next: { zh: '请用对应的按钮重新插入。', en: 'Insert it again with the matching button.' },
  },
  'editing/not-sealed': {
    status: 409,
    says: { zh: '稿件没有封版，现在不能签发，也不能发布。', en: 'The story is not sealed, so it cannot be signed or released now.' },
    next: { zh: '请先封版；封版后会生成各端成品供审看。', en: 'Seal it first; then the products to be read are made.' },
  },
  'editing/not-author': {
    status: 403,
    says: { zh: '只有作者本人能删除或恢复自己的草稿。', en: 'Only its author can throw a draft away or bring it back.' },
    next: { zh: '请作者本人操作。', en: 'Ask its author.' },
  },
  'editing/not-here': {
    status: 409,
    says: { zh: '稿件现在的状态（{state}）不能做这一步。', en: 'This step is not possible while the story is {state}.' },
    next: { zh: '请刷新页面，看看稿件到了哪一步。', en: 'Reload the page to see where the story is.' },
  },
  'editing/hash-passed': {
    status: 409,
    says: { zh: '您读到的内容或成品已经变了，签名没有生效。', en: 'What you read has changed since; your signature was not taken.' },
    next: { zh: '请重新看过最新的成品，再签。', en: 'Read the newest products, then sign again.' },
  },
  'editing/version-passed': {
    status: 409,
    says: { zh: '稿件已是第 {current} 版，不是您看到的那一版。', en: 'The story is at version {current}, not the one you saw.' },
    next: { zh: '请刷新页面后再操作。', en: 'Reload the page and try again.' },
  },
  'editing/products-pending': {
    status: 409,
    says: { zh: '成品还没做完：{expected} 件里已有 {done} 件。', en: 'Products are still being made: {done} of {expected} are there.' },
    next: { zh: '请等成品齐了再签发；卡住的原因见产品格子。', en: 'Wait until all are there; a cell that is stuck says why.' },
  },
  'editing/nothing-made': {
    status: 409,
    says: { zh: '这一版没有做成任何成品，无从签发。', en: 'Not one product could be made of this version.' },
    next: { zh: '请看各端的原因，改稿后重新封版。', en: 'See the reason in each cell, change the story and seal it again.' },
  },
  'editing/author-cannot-review': {
    status: 403,
    says: {
      zh: '作者不能审自己的稿；采用本地稿的人算作者。',
      en: 'Nobody reviews a text of their own; who takes a copy over is its author.',
    },
    next: { zh: '请由其他同事审签，可以“催一下”。', en: 'Another colleague has to review it; you can nudge them.' },
  },
  'editing/one-review-each': {
    status: 403,
    says: { zh: '同一个人不能做同一稿的两道审。', en: 'No person does two of the three reviews of one text.' },
    next: { zh: '请由另一位同事做这一审。', en: 'Another colleague has to do this review.' },
  },
  'editing/no-late-product': {
    status: 409,
    says: { zh: '这个端口没有发布之后补做的成品可签。', en: 'This outlet has no product that was made after the release.' },
    next: { zh: '请先点“再做一次”，做成后再签发。', en: 'Press “Make again” first, and sign when it is made.' },
  },
  'editing/already-signed': {
    status: 409,
    says: { zh: '这一审已由 {name} 签过。', en: 'This review was already signed by {name}.' },
    next: { zh: '请刷新页面，看下一审轮到谁。', en: 'Reload the page to see whose turn it is.' },
  },
  'editing/review-order': {
    status: 409,
    says: { zh: '签发要按顺序，现在该{next}。', en: 'Signatures have an order; the next is {nextEn}.' },
    next: { zh: '请等前一审签完。', en: 'Wait for the review before it.' },
  },
  'editing/not-in-chain': {
    status: 409,
    says: {
      zh: '本中心的校对随三审一起签，没有单独的这一道。',
      en: 'Your centre proofreads with the reviews; there is no such signature of its own.',
    },
    next: { zh: '请按页面上的顺序签发。', en: 'Sign in the order that the page shows.' },
  },
  'editing/own-phone': {
    status: 403,
    says: {
      zh: '电话签批要由签发人和作者以外的同事记录。',
      en: 'A signature by telephone is written down by somebody other than its signer and the author.',
    },
    next: { zh: '本人请直接签发，或请另一位同事记录。', en: 'Sign yourself, or ask another colleague to write it down.' },
  },
  'editing/no-colleague': {
    status: 404,
    says: { zh: '这个人不在本中心。', en: 'This person does not work at your centre.' },
    next: { zh: '请从名单里选本中心的同事。', en: 'Choose a colleague from the list.' },
  },
  'editing/stand-in-time': {
    status: 422,
    says: {
      zh: '代审的起止时间不对：要先起后止，没有过期，不超过 31 天。',
      en: 'The time of a stand-in must be ahead, in order and 31 days at most.',
    },
    next: { zh: '请改起止时间。', en: 'Change from and until.' },
  },
  'editing/no-stand-in': {
    status: 404,
    says: { zh: '本中心没有这条代审。', en: 'Your centre has no such stand-in.' },
    next: { zh: '请从代审名单里选。', en: 'Choose one of the list.' },
  },
  'editing/signatures-missing': {
    status: 409,
    says: { zh: '签发未齐：还缺{missing}。', en: 'Not everything is signed: {missingEn} missing.' },
    next: { zh: '请等签齐再发布，可以“催一下”。', en: 'Release once all have signed; you can nudge them.' },
  },
  'editing/confirmation-differs': {
    status: 422,
    says: { zh: '输入的标题与稿件标题不一致，没有撤稿。', en: 'What you typed is not the headline; nothing was recalled.' },
    next: { zh: '请一字不差地输入：{headline}', en: 'Type it exactly: {headline}' },
  },
  'editing/nobody-waits': {
    status: 409,
    says: { zh: '现在没有等别人处理，不用催。', en: 'The story waits for nobody else now.' },
    next: { zh: '请看稿件的当前步骤。', en: 'See which step the story is at.' },
  },
  'editing/nudged-already': {
    status: 429,
    says: { zh: '您刚催过，10 分钟内只能催一次。', en: 'You nudged less than ten minutes ago.' },
    next: { zh: '请 {minutes} 分钟后再催，或直接打电话。', en: 'Nudge again in {minutes} minutes, or call.' },
  },
  'editing/commit-malformed': {
    status: 400,
    says: { zh: '这次修改的格式不对，没有写进稿件。', en: 'This change is not of the expected form and was not taken.' },
    next: { zh: '请刷新页面；您刚写的内容在页面右侧可以找回。', en: 'Reload the page; what you wrote is kept beside the text.' },
  },
  'editing/commit-refused': {
    status: 422,
    says: {
      zh: '这次修改会让稿件超出限制或不成稿（{why}），没有写进去。',
      en: 'This change would break or overfill the story ({why}); it was not taken.',
    },
    next: { zh: '请分几次粘贴，或用“只粘贴文字”。', en: 'Paste in smaller pieces, or as plain text.' },
  },
  'editing/commit-out-of-step': {
    status: 409,
    says: { zh: '页面落后于稿件，正在补齐。', en: 'The page is behind the story and is catching up.' },
    next: { zh: '不用操作，补齐后自动再送。', en: 'Nothing to do: it is sent again once it has caught up.' },
  },
  'editing/commit-too-old': {
    status: 409,
    says: { zh: '离开太久，这期间的修改要重新取一遍。', en: 'You were away for long: the story has to be fetched anew.' },
    next: { zh: '不用操作，取回后自动再送。', en: 'Nothing to do: it is sent again after that.' },
  },
  'editing/no-block': {
    status: 404,
    says: { zh: '这一段已经不在稿件里，或这位同事不在本中心。', en: 'That block is gone, or that colleague is not of your centre.' },
    next: { zh: '请在现有的段落上再试。', en: 'Try again on a block that is there.' },
  },
  'editing/key-used': {
    status: 422,
    says: { zh: '这个操作编号已用在另一个操作上。', en: 'This Idempotency-Key was used for something else.' },
    next: { zh: '请刷新页面后重试。', en: 'Reload the page and try again.' },
  },
})
