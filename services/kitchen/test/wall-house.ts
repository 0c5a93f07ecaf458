import { basename } from 'node:path'
import { emptyDocument, schema } from '@kitchen/document'
import { type Crew, connect, crewOf, photograph, signByThree, untilStill } from '@kitchen/kitchen'
import supertest from 'supertest'

/** What no other centre may read: it stands in the headline and the text of the county's unreleased story, and in the name of its photograph. */
export const secret = '赤霞密语'
/** Everything of the county that has an id, and the original of its copy. */
export type Ids = Record<'original' | 'kept' | 'out' | 'asset' | 'growing' | 'product' | 'delivery' | 'media' | 'blob', string>

/** Lays out what the county 640122 has: `kept` is sealed, `out` is a copy that is released, for only originals are offered on. */
export async function layOut(workspace: string, signedIn: (person: string) => Promise<string>): Promise<Ids> {
  const [county, region] = [await crewOf(workspace, '640122'), await crewOf(workspace, '640000')]
  const original = await region.reporter.create(documentOf('全区都可采用的稿件'), false)
  await release(region, original.id)
  const out = await untilStill(
    () => county.editor.offers(),
    (all) => all.some(({ story }) => story === original.id),
    () => {},
  ).then(() => county.editor.adopt(original.id))
  await untilStill(
    () => county.editor.stories(),
    (all) => all.some(({ id }) => id === out),
    () => {},
  )
  await release({ ...county, editor: await deskOf(workspace) }, out)

  const photo = photograph('allium-oreophilum')
  const { id: kept } = await county.reporter.create(documentOf(secret), false)
  const asset = await county.reporter.upload(photo, kept)
  await county.reporter.save(kept, 0, documentOf(secret, asset))
  const { revision } = await county.reporter.story(kept)
  await county.editor.seal(kept, revision)
  const products = await settled(county, kept)
  const web = products.find(({ outlet }) => outlet === '640122-web')!
  const [delivery] = await county.editor.deliveries(out)
  const growing = await supertest(workspace)
    .post('/api/uploads')
    .set({ Cookie: await signedIn('640122-reporter'), 'Tus-Resumable': '1.0.0', 'Upload-Length': '1000' })
    .set('Upload-Metadata', `filename ${Buffer.from(`${secret}.jpg`).toString('base64')}`)
    .expect(201)
  const media = (await county.reporter.renditions([asset]))[0]!.renditions[0]!.url
  const blob = web.files.find(({ path }) => path === 'index.html')!.sha256
  return {
    original: original.id,
    kept,
    out,
    asset,
    growing: basename(String(growing.headers.location)),
    product: web.product!,
    delivery: delivery!.id,
    media,
    blob,
  }
}

/** A copy's author is who took it over; another editor of the county reviews it. */
async function deskOf(workspace: string) {
  const desk = connect(workspace)
  await desk.signIn('640122-county-editor')
  return desk
}

async function release(crew: Crew, story: string): Promise<void> {
  const { revision } = await crew.editor.story(story)
  const { version } = (await crew.editor.seal(story, revision)).sealed!
  await settled(crew, story)
  await signByThree(crew, story)
  await crew.editorInChief.release(story, version)
  await untilStill(
    () => crew.editor.deliveries(story),
    (all) => all.length === 5 && all.every(({ state }) => state === 'delivered'),
    () => {},
  )
}

const settled = (crew: Crew, story: string) =>
  untilStill(
    () => crew.editor.products(story, 1),
    (all) => all.length === 5 && all.every(({ state }) => state === 'made'),
    () => {},
  )

/** A story of that headline, and a picture when one is named. */
export function documentOf(headline: string, asset?: string): unknown {
  const [kicker, , deck, byline] = emptyDocument().children
  const text = schema.node('paragraph', { id: 'p1' }, [schema.text(`${headline}，正文第一段。`)])
  const picture = asset === undefined ? [] : [schema.nodes.picture!.create({ id: 'f1', asset, caption: '图片说明' })]
  return schema
    .node('doc', null, [kicker!, schema.node('headline', null, [schema.text(headline)]), deck!, byline!, text, ...picture])
    .toJSON()
}
