import type { Block, Cell, Table } from '@kitchen/document'
import type { Bilingual, Sha256 } from '@kitchen/model'
import { type Html, html } from '../html.ts'
import { notes } from '../notes.ts'
import type { Preparation } from '../preparation.ts'
import type { Picture, Video } from '../story/story.ts'
import { isFigure, isFigureColumn } from '../story/table.ts'
import { withoutDash } from '../story/text.ts'
import { pictureFigure, videoFigure } from './figure.ts'
import { runningText, withBreaks } from './running-text.ts'

/** The running part of a page: the same for every centre and for the app, so it is made once. */
export type Body = {
  readonly markup: Html
  readonly media: readonly Sha256[]
  readonly notes: readonly Bilingual[]
  readonly hasStream: boolean
}

export const bodyOf = (preparation: Preparation): Promise<Body> => preparation.once('web body', async () => makeBody(preparation))

function makeBody(preparation: Preparation): Body {
  const media: Sha256[] = []
  const said = new Set<Bilingual>()
  let hasStream = false
  let pictures = 0
  const show = (block: Block): Html | null => {
    if (block.kind === 'picture') return keep(pictureFigure(preparation, block as Picture, pictures++ === 0), notes.pictureMissing)
    if (block.kind === 'video') return keep(videoFigure(preparation, block as Video), notes.videoMissing)
    return textBlock(block)
  }
  const keep = (figure: ReturnType<typeof videoFigure>, missing: Bilingual): Html | null => {
    for (const note of figure?.notes ?? [missing]) said.add(note)
    media.push(...(figure?.media ?? []))
    hasStream ||= figure?.stream ?? false
    return figure?.markup ?? null
  }
  const markup = html`${preparation.story.blocks.map(show).map((one) => one && html`${one}\n`)}`
  return { markup, media, notes: [...said], hasStream }
}

function textBlock(block: Exclude<Block, { kind: 'picture' | 'video' }>): Html {
  switch (block.kind) {
    case 'lead':
      return html`<p class="lead">${runningText(block.runs)}</p>`
    case 'paragraph':
      return html`<p>${runningText(block.runs)}</p>`
    case 'subhead':
      return html`<h2>${block.text}</h2>`
    case 'quotation':
      return html`<figure class="quotation"><blockquote><p>${withBreaks(block.text)}</p></blockquote>${block.attribution && html`<figcaption>${withoutDash(block.attribution)}</figcaption>`}</figure>`
    case 'list':
      return list(block)
    case 'table':
      return table(block)
    case 'factBox':
    case 'editorsNote':
    case 'contact':
      return box(block)
    default:
      return block satisfies never
  }
}

function list({ ordered, items }: Extract<Block, { kind: 'list' }>): Html {
  const lines = items.map((item) => html`<li>${runningText(item)}</li>`)
  return ordered ? html`<ol>${lines}</ol>` : html`<ul>${lines}</ul>`
}

function table({ title, head, rows, note }: Table): Html {
  const caption = title && html`<caption>${title}</caption>`
  const heads = head.length > 0 && html`<thead><tr>${head.map((cell, at) => cellOf(cell, 'col', isFigureColumn(rows, at)))}</tr></thead>`
  const body = html`<tbody>${rows.map((row) => html`<tr>${row.map((cell, at) => cellOf(cell, 'row', at > 0 && isFigure(cell.text)))}</tr>`)}</tbody>`
  return html`<div class="table" tabindex="0" role="region" aria-label="${title || '表格'}"><table>${caption}${heads}${body}</table>${note && html`<p class="note">${note}</p>`}</div>`
}

function cellOf({ runs, header, colspan, rowspan }: Cell, scope: 'col' | 'row', figure: boolean): Html {
  const attributes = html`${header && html` scope="${scope}"`}${figure && html` class="figure"`}${colspan > 1 && html` colspan="${colspan}"`}${rowspan > 1 && html` rowspan="${rowspan}"`}`
  return header ? html`<th${attributes}>${runningText(runs)}</th>` : html`<td${attributes}>${runningText(runs)}</td>`
}

const boxNames = { factBox: '资料', editorsNote: '编者按', contact: '联系方式' } as const

function box({ kind, title, paragraphs }: Extract<Block, { kind: 'factBox' | 'editorsNote' | 'contact' }>): Html {
  return html`<aside class="box" aria-label="${title || boxNames[kind]}"><p class="box-title">${title || boxNames[kind]}</p>${paragraphs.map((one) => html`<p>${runningText(one)}</p>`)}</aside>`
}
