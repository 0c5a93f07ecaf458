import { createHash } from 'node:crypto'
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
import { createPreviewer, type Previewer } from './preview.ts'
import { pressRefusal } from './refusals.ts'
import { type SetStory, setStory } from './set-story.ts'
import { type PrintProfile, type Sheet, sheets } from './sheets.ts'
import { createTurns } from './turns.ts'

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
  /** A product for each page, in their order: `page.pdf`, `package/…`, `preview/page-N.webp`. The story is set once for all that print on the same sheets. Never throws a Refusal: it is the page's answer. */
  readonly print: (input: PrintInput, pages: readonly PrintPage[]) => Promise<readonly PrintedOrRefused[]>
  readonly stop: () => Promise<void>
}

/** A press with a warm compositor that runs in `folder`. `profile` is the printing condition, newsprint unless another is given. */
export async function startPress({
  logger,
  folder,
  profile = newsprint,
}: {
  logger: Logger
  folder: string
  profile?: InkProfile
}): Promise<Press> {
  await mkdir(folder, { recursive: true })
  const compositor = createCompositor({ logger, folder })
  const inTurn = createTurns(1) // the files of one story lie in the compositor at a time
  const machine: Machine = { compositor, logger, profile, last: undefined }
  return {
    print: (input, pages) => inTurn(() => printAll(machine, input, pages)),
    stop: () => compositor.stop(),
  }
}

type Machine = { readonly compositor: Compositor; readonly logger: Logger; readonly profile: InkProfile; last: Ready | undefined }
/** A story that lies set in the compositor, and what draws its pages for screens. */
type Ready = { readonly key: string; readonly births: number; readonly set: SetStory; readonly preview: Previewer }

async function printAll(machine: Machine, input: PrintInput, pages: readonly PrintPage[]): Promise<PrintedOrRefused[]> {
  const answers = new Map<OutletId, PrintedOrRefused>()
  for (const [forms, some] of Map.groupBy(pages, ({ outlet }) => sheets[outlet.profile as PrintProfile]))
    for (const one of await printOn(machine, input, forms, some)) answers.set(one.outlet, one)
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
    const ready = await makeReady(machine, input, forms)
    const drawn = createTurns(2) // previews are drawn while the compositor sets the next page
    const printed: Promise<Printed>[] = []
    for (const page of pages) {
      const pdf = await pdfOf(machine, input, ready, page)
      printed.push(drawn(async () => productOf(page, pdf, ready, await ready.preview(pdf))))
    }
    return await Promise.all(printed)
  } catch (error) {
    if (!(error instanceof Refusal))
      machine.logger.error({ part: 'print', story: input.story, error: String(error) }, 'a page could not be set')
    machine.last = undefined
    return pages.map(({ outlet }) => ({ outlet: outlet.id, failure: failureOf(error) }))
  }
}

/** Sets the story unless it lies in the compositor already. */
async function makeReady(machine: Machine, input: PrintInput, forms: readonly Sheet[]): Promise<Ready> {
  const { compositor, logger, profile } = machine
  const key = createHash('sha256')
    .update(JSON.stringify([input, Object.values(sheets).indexOf(forms)]))
    .digest('hex')
  if (machine.last?.key === key && machine.last.births === compositor.births()) return machine.last
  machine.last = undefined
  const copy = copyOf(input.titles, input.blocks)
  const set = await setStory(compositor, { copy, pictures: input.pictures, sheets: forms, profile, at: input.sealedAt })
  machine.last = { key, births: compositor.births(), set, preview: createPreviewer(set.bands, logger) }
  return machine.last
}

async function pdfOf({ compositor, profile }: Machine, input: PrintInput, { set }: Ready, page: PrintPage): Promise<Buffer> {
  const count = set.bands.length
  const furniture = Array.from({ length: count }, (_, at): Furniture => furnitureOf(page, input.sealedAt, set.section, at + 1, count))
  return await compositor.print(
    { 'furniture.json': furniture },
    'page.typ',
    { title: input.titles.headline, at: input.sealedAt.getTime() },
    profile,
  )
}

function productOf({ outlet }: PrintPage, pdf: Buffer, { set }: Ready, previews: readonly PrintFile[]): Printed {
  return {
    outlet: outlet.id,
    files: [{ path: 'page.pdf', bytes: pdf, mediaType: 'application/pdf' }, ...set.files, ...previews],
    notes: set.notes,
  }
}

function failureOf(error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error)
  const { code, says, next } = error instanceof Refusal ? error : pressRefusal('generation/print-failed', { why })
  return { code, says, next }
}
