import type { Run } from '@kitchen/document'
import { type Html, html } from '../html.ts'
import { addressOf } from '../story/address.ts'

/** Running text with its marks; a link keeps its address (the schema lets none through but http, https, mailto and tel). */
export function runningText(runs: readonly Run[]): Html[] {
  return runs.map((run) =>
    run.marks.reduce<Html>((inner, mark) => {
      if (mark.kind === 'link') return linked(mark.href, inner)
      return mark.kind === 'strong' ? html`<strong>${inner}</strong>` : html`<em>${inner}</em>`
    }, withBreaks(run.text)),
  )
}

function linked(href: string, inner: Html): Html {
  const address = addressOf(href)
  return address === null ? inner : html`<a href="${address}" rel="noopener nofollow">${inner}</a>`
}

export const withBreaks = (text: string): Html =>
  html`${text.split('\n').map((line, at) => (at === 0 ? html`${line}` : html`<br>${line}`))}`
