import type { Compositor } from './compositor.ts'
import { boxAsItems, type Copy, type Item, lengthOf, type SideBox } from './copy.ts'
import { placeBoxes } from './foot-boxes.ts'
import { gridsOf, measuresOf, widthsOf } from './grid.ts'
import { emsOf, titleWordsOf } from './headline.ts'
import { type DrawnPage, pageOf } from './page.ts'
import { type Matter, type Plan, planFullPage, planPage } from './plan.ts'
import { pressRefusal } from './refusals.ts'
import type { Job } from './set-story.ts'

const mostPages = 6

/** The pages of a story: one if any form holds it, else full pages and a last one that fits. Each page holds the items that are set on it. */
export async function planPages(compositor: Compositor, given: Job): Promise<DrawnPage[]> {
  const job = { ...given, copy: { ...given.copy, items: given.copy.items.map(breakable) } }
  const matter = withRoomyBoxes(await partOf(compositor, job, job.copy.items, wholeStory(job)), job)
  const remeasured =
    matter.items === job.copy.items
      ? matter
      : await partOf(compositor, job, matter.items, { ...wholeStory(job), boxes: matter.boxes.map(({ index }) => index) })
  const one = await onOnePage(compositor, job, remeasured)
  return one ? [one] : await onSeveralPages(compositor, job, remeasured)
}

/** Addresses and the like may break every few letters: a word as long as a line would stand out of its column. */
function breakable(item: Item): Item {
  if (item.kind !== 'paragraph') return item
  return {
    ...item,
    runs: item.runs.map(([text, style]) => [text.replace(/[!-~]{16,}/g, (word) => word.replace(/.{6}(?=..)/g, '$&\u200B')), style]),
  }
}

/** Boxes too high for the largest sheet become running text at the end. */
function withRoomyBoxes(matter: Matter, { copy, sheets }: Job): Matter {
  const fits = (boxes: Matter['boxes']) => gridsOf(sheets[0]!).some((grid) => placeBoxes(grid, boxes) !== undefined)
  const boxes: Matter['boxes'][number][] = []
  for (const box of matter.boxes) if (fits(boxes.concat(box))) boxes.push(box)
  if (boxes.length === matter.boxes.length) return matter
  const others = matter.boxes.filter((box) => !boxes.includes(box))
  return { ...matter, boxes, items: [...matter.items, ...others.flatMap(({ index }) => boxAsItems(copy.boxes[index]!))] }
}

/** What stands on a page besides its items. */
type Content = {
  readonly titles: Copy['titles']
  readonly headline: number
  readonly boxes: readonly number[]
  readonly pictures: readonly number[]
}
const wholeStory = ({ copy, pictures }: Job): Content => ({
  titles: copy.titles,
  headline: 1,
  boxes: [...copy.boxes.keys()],
  pictures: [...pictures.keys()],
})

/** Counting lines and setting them agree but for a rare line; then the page is planned again with lines to spare. */
async function onOnePage(compositor: Compositor, job: Job, matter: Matter, sheets = job.sheets): Promise<DrawnPage | undefined> {
  for (const spare of [0, 2, 5]) {
    const plan = planPage({ ...matter, spare }, sheets)
    if (!plan) return undefined
    const page = drawn(plan, matter.items)
    if ((await restOf(compositor, job, page)).length === 0) return page
  }
  return undefined
}

const drawn = (plan: Plan, items: readonly Item[], goesOn = false): DrawnPage => ({ ...pageOf(plan, goesOn), items })

/** The items that a page leaves over when it is set. */
async function restOf(compositor: Compositor, { copy, pictures }: Job, page: DrawnPage): Promise<Item[]> {
  const story = { pages: [page], boxes: copy.boxes, pictures: pictures.map(({ caption, credit }) => ({ caption, credit, file: null })) }
  const [fits] = await compositor.ask({ 'story.json': story, 'furniture.json': [null] }, 'page.typ', ['fit'])
  return (fits as { rest: Item[] }[])[0]!.rest
}

/** Full pages of the largest sheet with half of the pictures first; boxes come with the page after. */
async function onSeveralPages(compositor: Compositor, job: Job, whole: Matter): Promise<DrawnPage[]> {
  const pages: DrawnPage[] = []
  let [items, content] = [whole.items, { ...wholeStory(job), boxes: whole.boxes.map(({ index }) => index) }]
  while (pages.length < mostPages) {
    if (pages.length > 0) {
      const last = await onOnePage(
        compositor,
        job,
        await partOf(compositor, job, items, content),
        job.sheets.filter(({ trim }) => trim[0] === job.sheets[0]!.trim[0]),
      )
      if (last) return [...pages, last]
    }
    const shown = content.pictures.slice(0, Math.min(4, Math.ceil(content.pictures.length / 2)))
    const page = await fullPage(compositor, job, items, { ...content, boxes: [], pictures: shown })
    items = await restOf(compositor, job, page)
    pages.push(page)
    content = {
      titles: continued(job.copy.titles, pages.length),
      headline: 0.46,
      boxes: content.boxes,
      pictures: content.pictures.filter((one) => !page.rows.some(({ cells }) => cells.some(({ index }) => index === one))),
    }
  }
  throw pressRefusal('generation/print-overset', { pages: mostPages, over: lengthOf(items) })
}

async function fullPage(compositor: Compositor, job: Job, items: readonly Item[], content: Content): Promise<DrawnPage> {
  const matter = await partOf(compositor, job, items, content)
  const plan = planFullPage(matter, job.sheets[0]!) ?? planFullPage({ ...matter, shapes: [] }, job.sheets[0]!)
  if (!plan) throw pressRefusal('generation/print-overset', { pages: 1, over: lengthOf(items) })
  return drawn(plan, items, true)
}

const continued = ({ headline }: Copy['titles'], from: number): Copy['titles'] => ({
  kicker: `上接第 ${from} 版`,
  headline,
  deck: '',
  byline: '',
})

/** Measures items and boxes and puts together what the planner needs. */
async function partOf(compositor: Compositor, { copy, pictures, sheets }: Job, items: readonly Item[], content: Content): Promise<Matter> {
  const [measures, widths] = [measuresOf(sheets), widthsOf(sheets)]
  const [[sizes]] = (await compositor.ask({ 'measure.json': { items, boxes: copy.boxes, measures, widths } }, 'measure.typ', [
    'sizes',
  ])) as [[Sizes]]
  const heightAt = (index: number, ems: number) => sizes.boxes[index]![widths.findIndex((one) => Math.abs(one - ems) < 1e-6)]!
  return {
    titles: titleWordsOf(content.titles),
    headline: content.headline,
    items,
    spare: 0,
    linesAt: (k) => sizes.items[measures.indexOf(k)]!,
    boxes: content.boxes.map((index) => ({ index, ems: needOf(copy.boxes[index]!), heightAt: (ems) => heightAt(index, ems) })),
    shapes: content.pictures.map((index) => {
      const { width, height, caption, credit } = pictures[index]!
      return { index, aspect: width / height, words: emsOf(`▲${caption}　${credit}`), pixels: width }
    }),
    brief: lengthOf(copy.items) < 420 && pictures.length > 0,
  }
}
type Sizes = { readonly items: readonly (readonly number[])[]; readonly boxes: readonly (readonly number[])[] }

/** The width that a box wants, in ems of the text: a table as wide as its longest cells, facts about a column and a half. */
function needOf(box: SideBox): number {
  if (box.kind === 'facts') return 16
  const rows = [box.head, ...box.rows]
  const widest = Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, at) =>
    Math.max(...rows.map((row) => emsOf(row[at] ?? ''))),
  )
  return widest.reduce((sum, ems) => sum + ems * 0.94 + 0.7, 0)
}
