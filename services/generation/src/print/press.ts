import { mkdir } from 'node:fs/promises'
import type { Failure } from '@kitchen/api'
import type { Block, Titles } from '@kitchen/document'
import { type Bilingual, type OutletId, Refusal } from '@kitchen/model'
import type { Logger } from '@kitchen/runtime'
import type { PrintPicture } from './cmyk.ts'
import { type Compositor, createCompositor } from './compositor.ts'
import { copyOf } from './copy.ts'
import { type Furniture, furnitureOf, type PrintPage } from './furniture.ts'
import { type InkProfile, newsprint } from './ink-profile.ts'
import type { PrintFile } from './package.ts'
import { createPreviewer } from './preview.ts'
import { pressRefusal } from './refusals.ts'
import { type SetStory, setStory } from './set-story.ts'
import { type PrintProfile, type Sheet, sheets } from './sheets.ts'

/** A sealed version as the press takes it. Pictures in the order of the story. */
export type PrintInput = {
  readonly story: string
  readonly version: number
  readonly sealedAt: Date
  readonly titles: Titles
  readonly blocks: readonly Block[]
  readonly pictures: readonly PrintPicture[]
}
export type Printed = { readonly outlet: OutletId; readonly files: readonly PrintFile[]; readonly notes: readonly Bilingual[] }
export type PrintedOrRefused = Printed | { readonly outlet: OutletId; readonly failure: Failure }

export type Press = {
  /** A product for each page, in their order: `page.pdf`, `package/…`, `preview/page-N.png`. The story is set once for each profile. Never throws a Refusal: it is the page's answer. */
  readonly print: (input: PrintInput, pages: readonly PrintPage[]) => Promise<readonly PrintedOrRefused[]>
  readonly stop: () => Promise<void>
}

/** A press with a warm compositor. `folder` is its own; previews pass through it. `profile` is the printing condition, newsprint unless another is given. */
export async function startPress(needs: { folder: string; logger: Logger; profile?: InkProfile }): Promise<Press> {
  await mkdir(needs.folder, { recursive: true })
  const [compositor, previewer] = [createCompositor(needs.logger), createPreviewer(needs.folder, needs.logger)]
  const machine: Machine = { compositor, previewer, profile: needs.profile ?? newsprint }
  let turn: Promise<unknown> = Promise.resolve() // files of one story lie in the compositor at a time
  return {
    print: (input, pages) => {
      const mine = turn.then(() => printAll(machine, input, pages))
      turn = mine.catch(() => undefined)
      return mine
    },
    stop: () => compositor.stop(),
  }
}

type Machine = { readonly compositor: Compositor; readonly previewer: ReturnType<typeof createPreviewer>; readonly profile: InkProfile }

async function printAll(machine: Machine, input: PrintInput, pages: readonly PrintPage[]): Promise<PrintedOrRefused[]> {
  const answers = new Map<OutletId, PrintedOrRefused>()
  const groups = Map.groupBy(pages, ({ outlet }) => sheets[outlet.profile as PrintProfile]) // a paper and the counties' pages in it share their sheets
  for (const [forms, some] of groups) for (const one of await printOn(machine, input, forms, some)) answers.set(one.outlet, one)
  return pages.map(({ outlet }) => answers.get(outlet.id)!)
}

async function printOn(
  machine: Machine,
  input: PrintInput,
  forms: readonly Sheet[],
  pages: readonly PrintPage[],
): Promise<PrintedOrRefused[]> {
  try {
    if (process.arch !== 'x64') throw pressRefusal('generation/print-engine', { machine: process.arch })
    const copy = copyOf(input.titles, input.blocks)
    const set = await setStory(machine.compositor, { copy, pictures: input.pictures, sheets: forms, profile: machine.profile })
    const printed: PrintedOrRefused[] = []
    for (const page of pages) printed.push(await printPage(machine, input, set, page))
    return printed
  } catch (error) {
    return pages.map(({ outlet }) => ({ outlet: outlet.id, failure: failureOf(error) }))
  }
}

async function printPage({ compositor, previewer, profile }: Machine, input: PrintInput, set: SetStory, page: PrintPage): Promise<Printed> {
  const furniture = Array.from(
    { length: set.pages },
    (_, at): Furniture => furnitureOf(page, input.sealedAt, set.section, at + 1, set.pages),
  )
  const imprint = { title: input.titles.headline, at: input.sealedAt.getTime() }
  const pdf = await compositor.print({ 'furniture.json': furniture }, 'page.typ', imprint, profile)
  const previews = await previewer.preview(pdf, set.pages)
  return {
    outlet: page.outlet.id,
    files: [{ path: 'page.pdf', bytes: pdf, mediaType: 'application/pdf' }, ...set.files, ...previews],
    notes: set.notes,
  }
}

function failureOf(error: unknown): Failure {
  const refusal =
    error instanceof Refusal
      ? error
      : pressRefusal('generation/print-failed', { why: error instanceof Error ? error.message : String(error) })
  return { code: refusal.code, says: refusal.says, next: refusal.next }
}
