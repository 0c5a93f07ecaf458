import { refusals } from '@kitchen/model'

/** Everything search says no to. The codes are part of the API. */
export const refuse = refusals({
  'search/too-many-saved': {
    status: 409,
    says: { zh: '您已保存 {most} 个检索，不能再多了。', en: 'You have saved {most} searches; there is no room for more.' },
    next: { zh: '请先删去不再需要的，再保存新的。', en: 'Delete one that you no longer need, then save the new one.' },
  },
  'search/empty-question': {
    status: 400,
    says: { zh: '没有要保存的检索条件。', en: 'There is nothing to save: no words and no filter.' },
    next: { zh: '请输入一个词，或选一项筛选条件。', en: 'Type a word or choose a filter.' },
  },
})
