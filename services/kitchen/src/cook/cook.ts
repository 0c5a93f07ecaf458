import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AssetView, DeliveryView, ProductView, StoryView } from '@kitchen/api'
import type { CentreId } from '@kitchen/model'
import { type Client, connect } from './client.ts'
import { readFolder } from './folder.ts'
import { assetsIn, type Placed, placeMedia } from './place-media.ts'

/** The people of the sample region's first centre who do the work. */
export type Crew = { readonly reporter: Client; readonly editor: Client; readonly sectionHead: Client; readonly editorInChief: Client }

/** When each step was done, in milliseconds from the first. */
export type Times = { filed: number; sealed: number; made: number; signed: number; released: number; delivered: number }
export type Cooked = {
  readonly story: StoryView
  readonly products: readonly ProductView[]
  readonly deliveries: readonly DeliveryView[]
  readonly assets: readonly AssetView[]
  readonly times: Times
  readonly missing: readonly string[]
  /** Files of the folder that are neither the manuscript nor media. */
  readonly unused: readonly string[]
}
export type Watch = (state: {
  stage: keyof Times | 'uploading'
  headline: string
  products: readonly ProductView[]
  deliveries: readonly DeliveryView[]
}) => void

/** Signs the four people of a centre in. */
export async function crewOf(origin: string, centre: CentreId | string): Promise<Crew> {
  const one = async (role: string) => {
    const client = connect(origin)
    await client.signIn(`${centre}-${role}`)
    return client
  }
  const [reporter, editor, sectionHead, editorInChief] = await Promise.all(
    ['reporter', 'editor', 'section-head', 'editor-in-chief'].map(one),
  )
  return { reporter: reporter!, editor: editor!, sectionHead: sectionHead!, editorInChief: editorInChief! }
}

/** Takes a folder the whole way as its crew: filed, sealed, made, signed by three, released, delivered. Waits until nothing moves by itself any more. */
export async function cook(crew: Crew, path: string, watch: Watch = () => {}): Promise<Cooked> {
  const began = performance.now()
  const since = () => Math.round(performance.now() - began)
  const filed = await fileFolder(crew, path, (headline) => watch({ stage: 'uploading', headline, products: [], deliveries: [] }))
  const times: Times = { filed: since(), sealed: 0, made: 0, signed: 0, released: 0, delivered: 0 }
  const sealed = await crew.editor.seal(filed.story.id, filed.story.revision)
  times.sealed = since()
  const version = sealed.sealed!.version
  const { products } = await untilStill(
    async () => ({
      products: await crew.editor.products(sealed.id, version),
      renditions: await crew.editor.renditions(filed.assets), // a film moves by percents long before a product of it does
    }),
    ({ products: all }) => all.length >= sealed.sealed!.expected && all.every(({ state }) => state === 'made' || state === 'refused'),
    ({ products: all }) => watch({ stage: 'made', headline: sealed.headline, products: all, deliveries: [] }),
  )
  times.made = since()
  await signByThree(crew, sealed.id)
  times.signed = since()
  await crew.editorInChief.release(sealed.id, version)
  times.released = since()
  const expected = products.filter(({ state }) => state === 'made').length
  const deliveries = await untilStill(
    () => crew.editor.deliveries(sealed.id),
    (all) => all.length >= expected && all.every(({ state }) => !['waiting', 'sending', 'retrying'].includes(state)),
    (all) => watch({ stage: 'delivered', headline: sealed.headline, products, deliveries: all }),
  )
  times.delivered = since()
  return {
    story: await crew.editor.story(sealed.id),
    products,
    deliveries,
    assets: await crew.editor.assets(filed.assets),
    times,
    missing: filed.missing,
    unused: filed.unused,
  }
}

/** The reporter's part: text first, media after, then 交稿. */
async function fileFolder(
  crew: Crew,
  path: string,
  named: (headline: string) => void,
): Promise<{ story: StoryView; assets: string[]; missing: string[]; unused: readonly string[] }> {
  const { manuscript, media, unused } = readFolder(path)
  const read = await crew.reporter.manuscript(manuscript.name, manuscript.bytes)
  const draft = await crew.reporter.create(placeMedia(read.document, []).document, true)
  named(draft.headline)
  const assets: string[] = []
  for (const file of media) assets.push(await crew.reporter.upload(file, draft.id))
  const views = await untilStill(
    () => crew.reporter.assets(assets),
    (all) => all.length === assets.length && all.every(({ state }) => state !== 'arriving'),
    () => {},
  )
  const placed = views.flatMap((view): Placed[] =>
    view.state === 'received' && view.kind ? [{ name: basename(view.name), asset: view.id, kind: view.kind }] : [],
  )
  const whole = placeMedia(
    read.document,
    placed.sort((a, b) => a.name.localeCompare(b.name)),
  )
  await crew.reporter.save(draft.id, draft.revision, whole.document)
  const { revision } = await crew.reporter.story(draft.id)
  const story = await crew.reporter.file(draft.id, revision)
  return { story, assets: [...new Set([...assets, ...assetsIn(whole.document)])], missing: whole.missing, unused }
}

/** 初审, 复审, 终审: each reads the hashes afresh and signs them. */
export async function signByThree(crew: Crew, story: string): Promise<void> {
  for (const [review, person] of [
    ['first', crew.editor],
    ['second', crew.sectionHead],
    ['final', crew.editorInChief],
  ] as const) {
    const { sealed } = await untilStill(
      () => person.story(story),
      ({ sealed: now }) => now?.productsHash !== null,
      () => {},
    )
    await person.sign(story, { version: sealed!.version, review, contentHash: sealed!.contentHash, productsHash: sealed!.productsHash! })
  }
}

/** Asks again until it is done; gives up when nothing has changed for three minutes. */
export async function untilStill<T>(
  ask: () => Promise<T>,
  done: (answer: T) => boolean,
  seen: (answer: T) => void,
  patienceMs = 180_000,
): Promise<T> {
  let [last, changed] = ['', Date.now()]
  for (;;) {
    const answer = await ask()
    seen(answer)
    const now = JSON.stringify(answer)
    if (done(answer) || Date.now() - changed > patienceMs) return answer
    if (now !== last) [last, changed] = [now, Date.now()]
    await delay(120)
  }
}
