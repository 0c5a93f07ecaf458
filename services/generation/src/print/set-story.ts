import type { Bilingual } from '@kitchen/model'
import { type PrintPicture, separate } from './cmyk.ts'
import type { Compositor } from './compositor.ts'
import { type Copy, lengthOf } from './copy.ts'
import type { InkProfile } from './ink-profile.ts'
import { layoutPackage, type PrintFile } from './package.ts'
import { type DrawnPage, turnedOver } from './page.ts'
import { planPages } from './pages.ts'
import type { Bands } from './preview.ts'
import type { Sheet } from './sheets.ts'

/** A story set on sheets: everything but the furniture lies in the compositor. */
export type SetStory = {
  /** A page each: where its furniture is. */
  readonly bands: readonly Bands[]
  /** What kind of piece it is, as the masthead says it. */
  readonly section: string
  readonly files: readonly PrintFile[]
  readonly notes: readonly Bilingual[]
}
/** What is set: the words, the pictures, and the sheets that the outlet prints on. */
export type Job = {
  readonly copy: Copy
  readonly pictures: readonly PrintPicture[]
  readonly sheets: readonly Sheet[]
  readonly profile: InkProfile
  /** When it was sealed. */
  readonly at: Date
}

/** Plans and sets a story with its pictures in the press's inks. Throws Refusal `generation/print-overset` when four pages do not hold it. */
export async function setStory(compositor: Compositor, job: Job): Promise<SetStory> {
  const pages = turnedOver(await planPages(compositor, job))
  const placed = await place(compositor, storyOf(job, pages, []), pages.length)
  const separations = await Promise.all(placed.map(({ index, w, h }) => separate(job.pictures[index]!, w, h, job.profile)))
  const files = separations.map((_, at) => `picture-${placed[at]!.index}.jpg`)
  const bytes = Object.fromEntries(separations.map((jpeg, at) => [files[at], jpeg]))
  await place(compositor, storyOf(job, pages, files), pages.length, bytes)
  return {
    bands: pages.map(bandsOf),
    section: sectionOf(job),
    files: await layoutPackage(job.copy, job.pictures, inOrder(placed, separations), job.at),
    notes: [...job.copy.notes, sheetNote(pages), ...placed.flatMap((one) => sharpnessNote(job.pictures[one.index]!, one))],
  }
}

type Placed = { readonly index: number; readonly w: number; readonly h: number }
type Story = {
  readonly pages: readonly DrawnPage[]
  readonly boxes: Copy['boxes']
  readonly pictures: readonly { caption: string; credit: string; file: string | null }[]
}

/** Sets the story and answers where its pictures came to stand. */
async function place(compositor: Compositor, story: Story, pages: number, files: Record<string, Buffer> = {}): Promise<Placed[]> {
  const bare = { 'story.json': story, 'furniture.json': new Array(pages).fill(null) }
  const [placed] = await compositor.ask({ ...files, ...bare }, 'page.typ', ['pictures'])
  return (placed as Placed[][]).flat()
}

function storyOf({ copy, pictures }: Job, pages: readonly DrawnPage[], files: readonly string[]): Story {
  const fileOf = (index: number) => files.find((name) => name === `picture-${index}.jpg`) ?? null
  return { pages, boxes: copy.boxes, pictures: pictures.map(({ caption, credit }, index) => ({ caption, credit, file: fileOf(index) })) }
}

function inOrder(placed: readonly Placed[], separations: readonly Buffer[]): Buffer[] {
  return placed
    .map(({ index }, at) => ({ index, jpeg: separations[at]! }))
    .sort((a, b) => a.index - b.index)
    .map(({ jpeg }) => jpeg)
}

/** The masthead and its air above, the licence line below. */
function bandsOf({ trim, bleed, margin, band }: DrawnPage): Bands {
  const height = trim[1] + 2 * bleed
  return { top: (bleed + margin + band + 1) / height, foot: (height - bleed - margin - 5) / height }
}

function sectionOf({ copy: { items }, pictures }: Job): string {
  const length = lengthOf(items)
  if (pictures.length === 0) return length < 260 ? '简讯' : '要闻'
  return length < 420 && pictures.length > 2 ? '图片' : '要闻'
}

function sheetNote(pages: readonly DrawnPage[]): Bilingual {
  const forms = pages.map(({ sheet, trim }) => `${sheet} ${trim[0]} × ${trim[1]} mm`)
  return { zh: `版面：${forms.join('，')}。`, en: `Sheets: ${pages.map(({ trim }) => `${trim[0]} × ${trim[1]} mm`).join(', ')}.` }
}

const fewest = 100 // dots per inch that newsprint still shows well

function sharpnessNote({ width }: PrintPicture, { index, w }: Placed): Bilingual[] {
  const dots = Math.round((width * 72) / w)
  if (dots >= fewest) return []
  return [
    {
      zh: `第 ${index + 1} 幅图片像素偏少，印出来约 ${dots} dpi。`,
      en: `Picture ${index + 1} has few pixels: about ${dots} dpi in print.`,
    },
  ]
}
