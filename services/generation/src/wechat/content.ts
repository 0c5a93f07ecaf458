import type { Block, Cell, Run } from '@kitchen/document'
import type { Bilingual, Centre } from '@kitchen/model'
import { type Html, html } from '../html.ts'
import { notes } from '../notes.ts'
import { type Preparation, type Rendition, renditionOf } from '../preparation.ts'
import { creditOf } from '../story/credit.ts'
import type { Picture, Video } from '../story/story.ts'
import { isFigure, isFigureColumn } from '../story/table.ts'
import { withoutDash } from '../story/text.ts'
import { createFootnotes, type Footnotes, isInside, linkOf } from './links.ts'
import { styles } from './styles.ts'

/** A file that goes with an article, under the name by which its content names it. */
export type Attached = { readonly path: string; readonly rendition: Rendition }
/** The running part of an article: the same for every centre, made once. */
export type Running = {
  readonly markup: Html
  readonly images: readonly Attached[]
  readonly videos: readonly Attached[]
  readonly footnotes: readonly string[]
  readonly notes: readonly Bilingual[]
}

export const runningOf = (preparation: Preparation): Promise<Running> =>
  preparation.once('wechat running', async () => makeRunning(preparation))

type Desk = {
  readonly preparation: Preparation
  readonly footnotes: Footnotes
  readonly images: Attached[]
  readonly videos: Attached[]
  readonly said: Set<Bilingual>
}

function makeRunning(preparation: Preparation): Running {
  const desk: Desk = { preparation, footnotes: createFootnotes(), images: [], videos: [], said: new Set() }
  const markup = html`${preparation.story.blocks.map((block) => show(desk, block))}`
  return { markup, images: desk.images, videos: desk.videos, footnotes: desk.footnotes.all(), notes: [...desk.said] }
}

function show(desk: Desk, block: Block): Html | null {
  const text = (runs: readonly Run[]) => runs.map((run) => inline(run, desk.footnotes))
  switch (block.kind) {
    case 'lead':
      return html`<section style="${styles.lead}">${text(block.runs)}</section>`
    case 'paragraph':
      return html`<p style="${styles.paragraph}">${text(block.runs)}</p>`
    case 'subhead':
      return html`<section style="${styles.subhead}"><strong style="${styles.subheadText}">${block.text}</strong></section>`
    case 'quotation':
      return html`<blockquote style="${styles.quotation}"><p style="${styles.quotationText}">${broken(block.text)}</p>${block.attribution && html`<p style="${styles.attribution}">—— ${withoutDash(block.attribution)}</p>`}</blockquote>`
    case 'list':
      return list(block.ordered, block.items.map(text))
    case 'table':
      return table(block, text)
    case 'picture':
      return picture(desk, block as Picture)
    case 'video':
      return video(desk, block as Video)
    case 'factBox':
    case 'editorsNote':
    case 'contact':
      return html`<section style="${styles.box}"><p style="${styles.boxTitle}">${block.title || boxNames[block.kind]}</p>${block.paragraphs.map((one) => html`<p style="${styles.boxText}">${text(one)}</p>`)}</section>`
    default:
      return block satisfies never
  }
}

const boxNames = { factBox: '资料', editorsNote: '编者按', contact: '联系方式' } as const
const broken = (text: string): Html => html`${text.split('\n').map((line, at) => html`${at > 0 && html`<br>`}${line}`)}`

function inline(run: Run, footnotes: Footnotes): Html {
  const has = (kind: string) => run.marks.some((one) => one.kind === kind)
  const text = has('em') ? html`<em>${broken(run.text)}</em>` : broken(run.text)
  const marked = has('strong') ? html`<strong>${text}</strong>` : text
  const href = linkOf(run)
  if (href === null) return marked
  return isInside(href)
    ? html`<a href="${href}">${marked}</a>`
    : html`${marked}<sup style="${styles.sup}">[${footnotes.numberOf(href)}]</sup>`
}

function list(ordered: boolean, items: readonly Html[][]): Html {
  const lines = items.map((item) => html`<li style="${styles.item}">${item}</li>`)
  return ordered ? html`<ol style="${styles.list}">${lines}</ol>` : html`<ul style="${styles.list}">${lines}</ul>`
}

function table({ title, head, rows, note }: Extract<Block, { kind: 'table' }>, text: (runs: readonly Run[]) => Html[]): Html {
  const cell = (one: Cell, style: string) =>
    html`<td${one.colspan > 1 && html` colspan="${one.colspan}"`}${one.rowspan > 1 && html` rowspan="${one.rowspan}"`} style="${style}">${text(one.runs)}</td>`
  const styleOf = (one: Cell, at: number) => (one.header ? styles.rowHead : at > 0 && isFigure(one.text) ? styles.figure : styles.cell)
  const top =
    head.length > 0 &&
    html`<thead><tr>${head.map((one, at) => cell(one, isFigureColumn(rows, at) ? styles.figureHead : styles.head))}</tr></thead>`
  const body = html`<tbody>${rows.map((row) => html`<tr>${row.map((one, at) => cell(one, styleOf(one, at)))}</tr>`)}</tbody>`
  return html`<section style="${styles.table}">${title && html`<p style="${styles.tableTitle}">${title}</p>`}<table style="${styles.grid}">${top}${body}</table>${note && html`<p style="${styles.note}">${note}</p>`}</section>`
}

function picture({ preparation, images, said }: Desk, block: Picture): Html | null {
  const rendition = renditionOf(preparation, block.asset, 'wechat-body.jpg')
  if (!rendition) return missing(said, notes.pictureMissing)
  return figure(preparation, block, attach(images, `images/${images.length + 1}.jpg`, rendition), said, '')
}

function video({ preparation, images, videos, said }: Desk, block: Video): Html | null {
  const vertical = renditionOf(preparation, block.asset, 'vertical.mp4')
  const poster = renditionOf(preparation, block.asset, 'poster.jpg')
  if (vertical) attach(videos, `video/${videos.length + 1}.mp4`, vertical)
  said.add(vertical ? notes.videoByHand : poster ? notes.verticalMissing : notes.videoMissing)
  return poster ? figure(preparation, block, attach(images, `images/${images.length + 1}.jpg`, poster), said, '▶ 视频　') : null
}

function figure({ assets }: Preparation, block: Picture | Video, path: string, said: Set<Bilingual>, before: string): Html {
  const { caption, credit, label } = creditOf(block, assets.get(block.asset))
  if (label) said.add(notes.aiLabel)
  const words = [caption, credit].filter(Boolean).join('　')
  const below =
    (before || words || label) &&
    html`<p style="${styles.caption}">${before}${words}${label && html`<span style="${styles.label}">${label}</span>`}</p>`
  return html`<section style="${styles.picture}"><img src="${path}" alt="${block.alt || caption}" style="${styles.image}">${below}</section>`
}

function attach(to: Attached[], path: string, rendition: Rendition): string {
  to.push({ path, rendition })
  return path
}

function missing(said: Set<Bilingual>, note: Bilingual): null {
  said.add(note)
  return null
}

/** The whole content of an article for one centre's account: what goes to WeChat. */
export function contentOf({ story }: Preparation, { markup, footnotes, videos }: Running, centre: Centre): string {
  const line = (text: string) => html`<p style="${styles.line}">${text}</p>`
  return html`<section style="${styles.whole}"><section style="${styles.masthead}"><span style="${styles.name}">${centre.masthead.zh}</span><span>${centre.fullName}</span></section>${story.kicker && html`<p style="${styles.kicker}">${story.kicker}</p>`}${story.deck && html`<p style="${styles.deck}">${story.deck}</p>`}${story.byline && html`<p style="${styles.byline}">${story.byline}</p>`}${markup}<section style="${styles.end}"><p style="${styles.close}">— 完 —</p>${videos.length > 0 && line('完整视频请点文末“阅读原文”观看。')}${footnotes.map((href, at) => line(`[${at + 1}] ${href}`))}${line(`来源：${story.source}`)}${line(`责任编辑：${story.responsibleEditor}`)}${line(centre.licence.web)}</section></section>`
    .markup
}
