import type { Bilingual } from '@kitchen/model'
import { type PrintPicture, separate } from './cmyk.ts'
import type { Compositor } from './compositor.ts'
import { type Copy, type Item, lengthOf } from './copy.ts'
import { emsOf } from './headline.ts'
import type { InkProfile } from './ink-profile.ts'
import { layoutPackage, type PrintFile } from './package.ts'
import { type Matter, measuresOf, type PagePlan, planPage, widthsOf } from './plan.ts'
import { pressRefusal } from './refusals.ts'
import type { Sheet } from './sheets.ts'

/** A story set for one profile: everything but the furniture lies in the compositor. */
export type SetStory = {
  readonly plans: readonly PagePlan[]
  readonly section: string
  readonly files: readonly PrintFile[]
  readonly notes: readonly Bilingual[]
}

/** Measures, plans and sets a story; the pages of all centres then differ by `/furniture.json` alone. */
export async function setStory(
  compositor: Compositor,
  copy: Copy,
  pictures: readonly PrintPicture[],
  sheets: readonly Sheet[],
  profile: InkProfile,
): Promise<SetStory> {
  const matter = await measure(compositor, copy, pictures, sheets)
  const planned = planPage(matter, sheets)
  if (!planned) throw pressRefusal('generation/print-overset', { pages: 1, over: lengthOf(copy.items) })
  const page = { ...planned.page, items: copy.items }
  const story = {
    pages: [page],
    boxes: copy.boxes,
    pictures: pictures.map(({ caption, credit }) => ({ caption, credit, file: null as string | null })),
  }
  const [fits, placed] = await compositor.ask({ 'story.json': story, 'furniture.json': [null] }, 'page.typ', ['fit', 'pictures'])
  const separations = await Promise.all(
    (placed as { index: number; w: number; h: number }[][])
      .flat()
      .map(async ({ index, w, h }) => ({ index, jpeg: await separate(pictures[index]!, w, h, profile) })),
  )
  const files = Object.fromEntries(separations.map(({ index, jpeg }) => [`picture-${index}.jpg`, jpeg]))
  const withFiles = { ...story, pictures: story.pictures.map((one, index) => ({ ...one, file: `picture-${index}.jpg` })) }
  await compositor.ask({ ...files, 'story.json': withFiles }, 'page.typ', ['fit'])
  return {
    plans: [planned.page],
    section: '要闻',
    files: layoutPackage(
      copy,
      pictures,
      separations.map(({ jpeg }) => jpeg),
    ),
    notes: copy.notes,
  }
}

async function measure(compositor: Compositor, copy: Copy, pictures: readonly PrintPicture[], sheets: readonly Sheet[]): Promise<Matter> {
  const [measures, widths] = [measuresOf(sheets), widthsOf(sheets)]
  const [[sizes]] = (await compositor.ask({ 'measure.json': { items: copy.items, boxes: copy.boxes, measures, widths } }, 'measure.typ', [
    'sizes',
  ])) as [[{ items: number[][]; boxes: number[][] }]]
  return {
    titles: copy.titles,
    headline: 1,
    items: copy.items,
    linesAt: new Map(measures.map((k, at) => [k, sizes.items[at]!])),
    boxes: copy.boxes.map((box, index) => ({
      index,
      ems: box.kind === 'table' ? tableEms(box) : 16,
      heightAt: (ems: number) => sizes.boxes[index]![widths.findIndex((one) => Math.abs(one - ems) < 1e-6)]!,
    })),
    shapes: pictures.map(({ width, height, caption, credit }, index) => ({
      index,
      aspect: width / height,
      words: `▲${caption}　${credit}`,
      pixels: width,
    })),
  }
}

function tableEms({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }): number {
  const all = [head, ...rows]
  const count = Math.max(...all.map((row) => row.length))
  return Array.from({ length: count }, (_, at) => Math.max(...all.map((row) => emsOf(row[at] ?? ''))) * 0.86 + 0.6).reduce(
    (sum, one) => sum + one,
    0,
  )
}

export type { Item }
