import { type Bilingual, limits } from '@kitchen/model'
import type { Node } from 'prosemirror-model'
import { bodyText } from './text.ts'

/**
 * 字数 as Word counts it and Chinese desks pay and plan by: every Han character, kana, hangul and every full-width sign counts one, “”‘’—…· included; a run
 * of anything else between them and spaces (a Latin word, a figure, 5.2%, GB/T) counts one; spaces count nothing. Of a document: its body (正文) without
 * titles, captions and byline.
 */
export function countCharacters(of: Node | string): number {
  return (typeof of === 'string' ? of : bodyText(of)).match(counted)?.length ?? 0
}

/** Seconds to read so many characters aloud, rounded up; the pace of news unless another is given. */
export function readingSeconds(characters: number, perMinute: number = limits.tv.charactersPerMinute.value): number {
  return Math.ceil((characters * 60) / perMinute)
}

/** A length of time as desks write it: 1分05秒, 1 min 5 s. */
export function readingTime(seconds: number): Bilingual {
  const whole = Math.max(0, Math.round(seconds))
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes === 0) return { zh: `${rest}秒`, en: `${rest} s` }
  return { zh: `${minutes}分${String(rest).padStart(2, '0')}秒`, en: `${minutes} min ${rest} s` }
}

/** Whether a text starts with a sign that counts by itself: Han, kana, hangul or full-width. */
export const isWide = (text: string): boolean => wideSign.test(text)

const wide =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\u3001-\\u303f\\u30fb\\u30fc\\u3200-\\u33ff\\ufe30-\\ufe4f\\uff01-\\uff60\\uffe0-\\uffe6‘’“”—…·※①-⑳℃'
const counted = new RegExp(`[${wide}]|[^${wide}\\s\\p{Cf}\\p{M}]+[^${wide}\\s]*`, 'gu')
const wideSign = new RegExp(`^[${wide}]`, 'u')
