import { basename } from 'node:path'
import type { Client } from '@kitchen/kitchen'
import { placeMedia, readFolder, untilStill } from '@kitchen/kitchen'

/** Files a folder as the reporter does, and leaves it with the desk. */
export async function fileStory(reporter: Client, folder: string): Promise<{ id: string; headline: string }> {
  const { manuscript, media } = readFolder(folder)
  const read = await reporter.manuscript(manuscript.name, manuscript.bytes)
  const draft = await reporter.create(placeMedia(read.document, []).document, true)
  const assets = await Promise.all(media.map((file) => reporter.upload(file, draft.id)))
  const views = await untilStill(
    () => reporter.assets(assets),
    (all) => all.length === assets.length && all.every(({ state }) => state === 'received'),
    () => {},
  )
  const placed = views.map(({ name, id, kind }) => ({ name: basename(name), asset: id, kind: kind ?? 'photo' }))
  await reporter.save(draft.id, draft.revision, placeMedia(read.document, placed).document)
  const { revision } = await reporter.story(draft.id)
  await reporter.file(draft.id, revision)
  return { id: draft.id, headline: draft.headline }
}
