import type { Parked } from '@kitchen/database'
import { type Bilingual, storyId } from '@kitchen/model'
import type { Report } from '@kitchen/runtime'

/** Why a key is parked, for the person who has to do something: a sentence, a code and a next step in both languages. The program's own words are `details`. */
type Explained = { readonly code: string; readonly says: Bilingual; readonly next: Bilingual }

const again = {
  zh: '修复后点“重新处理”，后面的事件会按顺序补上。',
  en: 'Once that is done press “Try again”: later events follow in order.',
}
const causes: readonly (Explained & { readonly sign: RegExp })[] = [
  {
    code: 'journal/too-large',
    sign: /an event holds \d+ at most/,
    says: { zh: '这篇稿件太大，事件装不下。', en: 'The story is too large for an event.' },
    next: {
      zh: '请把长文拆成几篇，或减少图片说明和表格，再封版一次。',
      en: 'Split the text, or shorten captions and tables, and seal it again.',
    },
  },
  {
    code: 'journal/unreadable-event',
    sign: /invalid_type|invalid_value|unrecognized_keys|"path":|Invalid input/,
    says: {
      zh: '事件的内容不合本程序的格式，多半是新旧版本混用。',
      en: 'The event is not of a form that this program knows: most likely versions are mixed.',
    },
    next: {
      zh: '请确认各进程是同一版本，升级后点“重新处理”。',
      en: 'See that all processes run the same version; after the upgrade press “Try again”.',
    },
  },
  {
    code: 'journal/conflicting-data',
    sign: /violates .*constraint|duplicate key/,
    says: { zh: '要写入的数据与已有的数据冲突。', en: 'What was to be written conflicts with what is there.' },
    next: { zh: '请把“技术细节”发给技术支持；修复后点“重新处理”。', en: 'Send “details” to support; once it is mended press “Try again”.' },
  },
  {
    code: 'journal/refused-value',
    sign: /invalid input syntax|out of range|invalid byte sequence|value too long|unsupported Unicode/,
    says: {
      zh: '数据里有数据库不接受的内容（例如非法字符或过大的数）。',
      en: 'A value is not accepted by the database, such as a forbidden character or too large a number.',
    },
    next: {
      zh: '请在稿件里改掉这处内容并重新封版，或把“技术细节”发给技术支持。',
      en: 'Change it in the story and seal again, or send “details” to support.',
    },
  },
  {
    code: 'journal/out-of-space',
    sign: /ENOSPC|No space left|could not extend file|EDQUOT/,
    says: { zh: '磁盘满了。', en: 'The disk is full.' },
    next: { zh: '清理磁盘后点“重新处理”。', en: 'Free some space, then press “Try again”.' },
  },
]
const other: Explained = {
  code: 'journal/failed-effect',
  says: {
    zh: '程序处理这个事件时出错，已停下，不影响别的稿件。',
    en: 'The program failed at this event and stopped there; other stories are not affected.',
  },
  next: again,
}

export const explainedReason = (reason: string): Explained => causes.find(({ sign }) => sign.test(reason)) ?? other

/** A parked key as the System page shows it. */
export function parkedView({ consumer, topic, key, reason, since, tries }: Parked): Report['stuck'][number] {
  const { code, says, next } = explainedReason(reason)
  const [part = consumer] = consumer.split('.')
  return {
    part: 'journal',
    kind: 'parked',
    id: `${consumer} ${topic} ${key}`,
    what: { zh: `${parts[part] ?? part}停在一个${topics[topic] ?? topic}事件`, en: `${part} stopped at an event of the topic ${topic}` },
    why: { zh: `${says.zh}（${code}，已试 ${tries} 次）`, en: `${says.en} (${code}, ${tries} tries)` },
    next,
    details: `${consumer} · ${topic} · ${key}\n${reason}`,
    centre: null,
    story: storyId.safeParse(key).data ?? null,
    since: since.toISOString(),
    actions: [{ do: 'redrive', label: { zh: '重新处理', en: 'Try again' } }],
  }
}

const parts: Readonly<Record<string, string>> = {
  ingest: '素材接收',
  editing: '编审',
  transcoding: '转码',
  generation: '成品制作',
  distribution: '投递',
  syndication: '供稿',
  search: '搜索',
}
const topics: Readonly<Record<string, string>> = {
  story: '稿件',
  version: '版本',
  asset: '素材',
  product: '成品',
  delivery: '投递',
  copy: '本地稿',
  manuscript: '来稿',
}
