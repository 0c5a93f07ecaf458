import type { Run } from '@kitchen/document'
import { addressOf } from '../story/address.ts'

/** Addresses that an article may name by number: WeChat lets readers follow nothing but its own articles. */
export type Footnotes = { readonly numberOf: (href: string) => number; readonly all: () => readonly string[] }

export function createFootnotes(): Footnotes {
  const all: string[] = []
  const numberOf = (href: string) => {
    if (!all.includes(href)) all.push(href)
    return all.indexOf(href) + 1
  }
  return { numberOf, all: () => all }
}

/** Whether WeChat keeps a link: only to articles of official accounts. */
export const isInside = (href: string): boolean => /^https:\/\/mp\.weixin\.qq\.com\//i.test(href)

/** The link of a run, if it has one. */
export function linkOf({ marks }: Run): string | null {
  const link = marks.find((one) => one.kind === 'link')
  return link ? addressOf(link.href) : null
}
