import { readingTime } from '@kitchen/document'
import type { Story } from '../story/story.ts'
import { type Passage, reportersOf, type Script } from './script.ts'

/** How an item is played out. */
export type Form = 'video' | 'still'
export const formNames = { video: '口播＋视频', still: '口播＋静帧' } as const

/** A film of an item: what it shows, and how long. */
export type Film = { readonly title: string; readonly seconds: number }
/** `视频 2　渠水进田　0:12`. */
export const filmLine = ({ title, seconds }: Film, at: number): string =>
  ['视频', at + 1, title, readingTime(seconds).zh].filter(Boolean).join('　')

/** The facts at the head of a script, name and value. */
export function scriptHead(story: Story, script: Script, form: Form): [string, string][] {
  return [
    ['标题', story.headline],
    ['形式', formNames[form]],
    ['字数', `${script.characters} 字`],
    ['时长', readingTime(script.seconds).zh],
    ['记者', reportersOf(story) || story.source],
    ['来源', story.source],
    ['责任编辑', story.responsibleEditor],
  ]
}

/** script.txt: the head, then what the prompter shows; sound bites stand between marks and are not read by the anchor. */
export function scriptText(story: Story, script: Script, form: Form, films: readonly Film[]): string {
  const head = scriptHead(story, script, form).map(([name, value]) => `【${name}】${value}`)
  const shown = films.map((film, at) => `【画面】${filmLine(film, at)}`)
  return `${[...head, ...shown, '', '【口播】', ...script.passages.flatMap(textOf)].join('\r\n')}\r\n`
}

function textOf(passage: Passage): string[] {
  if (passage.kind === 'read') return ['', ...passage.lines]
  return ['', `【同期声】${nameOf(passage.who)}（${readingTime(passage.seconds).zh}）`, ...passage.lines, '【同期声完】']
}

export const nameOf = ({ name, position }: { name: string; position: string }): string =>
  [position, name].filter(Boolean).join(' ') || '（姓名待补）'

/** sound-bites.txt: number, who, length and words of each. */
export function soundBiteText({ passages }: Script): string {
  const bites = passages.filter((one) => one.kind === 'bite')
  const lines = bites.map(({ who, text, seconds }, at) => `${at + 1}\t${who.name}\t${who.position}\t${readingTime(seconds).zh}\t${text}`)
  return `${['序号\t姓名\t身份\t时长\t内容', ...(lines.length > 0 ? lines : ['（本条没有同期声）'])].join('\r\n')}\r\n`
}
