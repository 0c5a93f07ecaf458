import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { labelXmp } from './ai-label.ts'
import { openHeif } from './heif.ts'
import { assertClean } from './label-guard.ts'
import { damaged, maxPhotoPixels } from './probe.ts'
import { mediaTypeOf, type RenderNeeds } from './rendition.ts'
import { settled } from './settled.ts'
import { heic, signatureOf } from './signature.ts'

const ladder = [320, 640, 960, 1280, 1920]
const longest = 6000
const wechatWidth = 1080
const wechatBytes = 1_000_000

type Raw = { readonly data: Buffer; readonly width: number; readonly height: number; readonly channels: 3 }
type Step = { readonly recipe: string; readonly width: number; readonly encode: (picture: Sharp) => Sharp }
/** Where a size is taken from; each call gives a pipeline of its own. */
type Origin = () => Sharp

/**
 * All renditions of a photograph: upright, sRGB, no metadata but the AI label. The ladder comes from one decode to its largest size (which
 * libjpeg makes at a fraction of the cost), sizes side by side, quick formats before AVIF; the master is made beside it from the source itself.
 */
export async function renderPhoto(needs: RenderNeeds): Promise<void> {
  const source = await readable(needs)
  const width = await masterWidth(source)
  const reduced = await decode(source)
  const base: Origin = () => open(reduced)
  const whole: Origin = width > reduced.width ? () => upright(source) : base
  const steps = photoSteps(width)
  let finished = 0
  const make = async (step: Step) => {
    await attempt(needs, step.recipe === 'master.jpg' ? whole : base, step)
    finished += 1
    needs.onProgress(Math.round((finished * 100) / steps.length))
  }
  await settled(steps.filter(({ recipe }) => !recipe.endsWith('.avif')).map(make))
  await settled(steps.filter(({ recipe }) => recipe.endsWith('.avif')).map(make))
}

/** A file that sharp can open. HEIC is opened once, into the scratch folder. */
async function readable({ source, folder }: RenderNeeds): Promise<string> {
  if ((await signatureOf(source)).mediaType !== heic) return source
  const target = join(folder, 'opened.tif')
  await openHeif(source, { seconds: 60, target })
  return target
}

async function masterWidth(source: string): Promise<number> {
  const { autoOrient } = await sharp(source, { limitInputPixels: maxPhotoPixels }).metadata().catch(damaged)
  const factor = Math.min(1, longest / Math.max(autoOrient.width, autoOrient.height))
  return Math.round(autoOrient.width * factor)
}

/** Widths of the ladder for a source of that width: never above it. */
export function photoWidths(width: number): number[] {
  const rungs = ladder.filter((rung) => rung <= width)
  return width < ladder.at(-1)! && !rungs.includes(width) ? [...rungs, width] : rungs
}

/** Names of all renditions of a photograph of that width. */
export const photoRecipes = (width: number): string[] => photoSteps(Math.min(width, longest)).map(({ recipe }) => recipe)

/** Colours come out as sRGB by the embedded profile, transparency on white paper. */
const upright = (source: string): Sharp =>
  sharp(source, { limitInputPixels: maxPhotoPixels, failOn: 'truncated' })
    .autoOrient()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')

async function decode(source: string): Promise<Raw> {
  return raw(upright(source).resize(ladder.at(-1)!, longest, { fit: 'inside', withoutEnlargement: true })).catch(damaged)
}

async function raw(picture: Sharp): Promise<Raw> {
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`)
  return { data, width: info.width, height: info.height, channels: 3 }
}

const open = ({ data, width, height, channels }: Raw): Sharp => sharp(data, { raw: { width, height, channels }, limitInputPixels: false })

const jpeg = (quality: number) => (picture: Sharp) => picture.jpeg({ quality })
const webp = (picture: Sharp) => picture.webp({ quality: 78, effort: 2 })
const avif = (picture: Sharp) => picture.avif({ quality: 52, effort: 1, chromaSubsampling: '4:2:0' })

function photoSteps(width: number): Step[] {
  const master: Step = { recipe: 'master.jpg', width, encode: jpeg(90) }
  const wechat: Step = { recipe: 'wechat-body.jpg', width: Math.min(width, wechatWidth), encode: jpeg(84) }
  const rungs = photoWidths(width).flatMap((rung): Step[] => [
    { recipe: `w${rung}.jpg`, width: rung, encode: jpeg(80) },
    { recipe: `w${rung}.webp`, width: rung, encode: webp },
    { recipe: `w${rung}.avif`, width: rung, encode: avif },
  ])
  return [master, ...rungs, wechat]
}

async function attempt(needs: RenderNeeds, from: Origin, step: Step): Promise<void> {
  if (needs.skip.has(step.recipe)) return
  needs.signal?.throwIfAborted()
  try {
    await needs.done(await render(needs, from, step))
  } catch (error) {
    needs.signal?.throwIfAborted()
    await needs.failed(step.recipe, error)
  }
}

async function render(
  { folder, aigc, keep }: Pick<RenderNeeds, 'folder' | 'aigc' | 'keep'>,
  from: Origin,
  { recipe, width, encode }: Step,
) {
  const path = join(folder, recipe)
  const sized = () => from().resize({ width, withoutEnlargement: true })
  const write = (encoded: Sharp) => (aigc === null ? encoded : encoded.withXmp(labelXmp(aigc))).toFile(path)
  let info = await write(encode(sized()))
  for (let quality = 72; recipe === 'wechat-body.jpg' && info.size >= wechatBytes && quality >= 24; quality -= 12)
    info = await write(jpeg(quality)(sized()))
  await assertClean(path, aigc)
  const kept = await keep(path)
  return {
    recipe,
    files: [{ path: recipe, ...kept, mediaType: mediaTypeOf(recipe) }],
    width: info.width,
    height: info.height,
    durationMs: null,
  }
}

/** One picture file (a frame of a video) as a poster: a JPEG with nothing but the AI label. */
export async function renderPoster(needs: Pick<RenderNeeds, 'folder' | 'aigc' | 'keep'>, frame: string) {
  const picture = await decode(frame)
  return render(needs, () => open(picture), { recipe: 'poster.jpg', width: ladder.at(-1)!, encode: jpeg(84) })
}
