import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Input, Watch } from './command.ts'
import { packageHls } from './hls.ts'
import { assertClean } from './label-guard.ts'
import { ladderFor, type Rung, type Size } from './ladder.ts'
import { picturesOf, type Wanted } from './pictures.ts'
import { renderPieces } from './pieces.ts'
import { mediaTypeOf, type Rendered, type RenderNeeds } from './rendition.ts'
import { renderSounds, type Sounds } from './sound.ts'
import { demandEncoders } from './tools.ts'
import { openVideo, type VideoSource } from './video-source.ts'
import { wrapTv, wrapWeb, wrapXdcam } from './wrapping.ts'

/** The bulk recipes of a video, in the order in which they are finished. */
export const videoRecipes = ['hls', 'mp4-720.mp4', 'vertical.mp4', 'mp4-1080p25.mp4', 'xdcam.mxf'] as const
export type VideoRecipe = (typeof videoRecipes)[number]

type Stock = {
  readonly source: VideoSource
  readonly sounds: Sounds
  readonly pictures: ReadonlyMap<string, Input>
  readonly watch: Watch
  readonly madeAt: Date
  readonly needs: RenderNeeds
}

/**
 * Makes the bulk recipes of a video: its sound once, all pictures from one decode, then each recipe is wrapped, guarded and kept. A recipe
 * whose encoder is missing here fails alone. Throws a Refusal when the source itself cannot be read.
 */
export async function renderVideo(needs: RenderNeeds & { readonly madeAt: Date; readonly wanted?: readonly VideoRecipe[] }): Promise<void> {
  const recipes = await possible(
    needs,
    (needs.wanted ?? videoRecipes).filter((recipe) => !needs.skip.has(recipe)),
  )
  if (recipes.length === 0) return
  const source = await openVideo(needs.source)
  const watch: Watch = { timeoutMs: (300 + source.seconds * 120) * 1000, signal: needs.signal, niceness: 5 }
  const sounds = await renderSounds(source, needs.folder, watch)
  needs.onProgress(5)
  const tell = (seconds: number) => needs.onProgress(5 + Math.min(80, Math.floor((seconds / source.seconds) * 80)))
  const pictures = await renderPieces(source, picturesOf(source, wantedFor(recipes)), needs.folder, watch, tell)
  for (const [index, recipe] of recipes.entries()) {
    await attempt({ source, sounds, pictures, watch, madeAt: needs.madeAt, needs }, recipe)
    needs.onProgress(85 + Math.round(((index + 1) * 15) / recipes.length))
  }
}

/** Those whose encoders are here; the others are told as failed. */
async function possible(needs: RenderNeeds, recipes: readonly VideoRecipe[]): Promise<VideoRecipe[]> {
  const can: VideoRecipe[] = []
  for (const recipe of recipes) {
    const encoders = recipe === 'xdcam.mxf' ? ['mpeg2video', 'pcm_s24le'] : ['libx264', 'aac']
    await demandEncoders(...encoders).then(
      () => can.push(recipe),
      (error: unknown) => needs.failed(recipe, error),
    )
  }
  return can
}

function wantedFor(recipes: readonly VideoRecipe[]): Wanted {
  const has = (recipe: VideoRecipe) => recipes.includes(recipe)
  return { web: has('hls') || has('mp4-720.mp4'), vertical: has('vertical.mp4'), tv: has('mp4-1080p25.mp4'), xdcam: has('xdcam.mxf') }
}

async function attempt(stock: Stock, recipe: VideoRecipe): Promise<void> {
  const { needs } = stock
  needs.signal?.throwIfAborted()
  try {
    await needs.done(recipe === 'hls' ? await hls(stock) : await single(stock, recipe))
  } catch (error) {
    needs.signal?.throwIfAborted()
    await needs.failed(recipe, error)
  }
}

async function hls({ source, sounds, pictures, watch, needs }: Stock): Promise<Rendered> {
  const folder = join(needs.folder, 'hls')
  await rm(folder, { recursive: true, force: true }) // half of one may be there, from an attempt that was killed
  await mkdir(folder)
  const rungs = ladderFor(source)
  const files = await packageHls({ rungs, rate: source.rate, pictures, sound: sounds.web }, folder, needs.keep, watch)
  return rendered('hls', files, rungs.at(-1)!, source)
}

async function single(stock: Stock, recipe: Exclude<VideoRecipe, 'hls'>): Promise<Rendered> {
  const { source, needs } = stock
  const path = join(needs.folder, recipe)
  const size = await write(stock, recipe, path)
  await assertClean(path, needs.aigc)
  const kept = await needs.keep(path)
  return rendered(recipe, [{ path: recipe, ...kept, mediaType: mediaTypeOf(recipe) }], size, source)
}

async function write(
  { source, sounds, pictures, watch, madeAt, needs: { aigc } }: Stock,
  recipe: Exclude<VideoRecipe, 'hls'>,
  path: string,
): Promise<Size> {
  switch (recipe) {
    case 'mp4-720.mp4': {
      const rung = rungFor720(ladderFor(source))
      await wrapWeb(pictures.get(`web-${rung.name}`)!, sounds.web, path, aigc, watch)
      return rung
    }
    case 'vertical.mp4':
      await wrapWeb(pictures.get('vertical')!, sounds.web, path, aigc, watch)
      return { width: 720, height: 1280 }
    case 'mp4-1080p25.mp4':
      await wrapTv(pictures.get('tv')!, sounds.tv, path, aigc, watch)
      return { width: 1920, height: 1080 }
    case 'xdcam.mxf':
      await wrapXdcam(pictures.get('xdcam')!, sounds.tv, path, madeAt, watch)
      return { width: 1920, height: 1080 }
    default:
      return recipe satisfies never
  }
}

/** 720 on the short side, or the largest below it. */
const rungFor720 = (rungs: readonly Rung[]): Rung => rungs.findLast(({ width, height }) => Math.min(width, height) <= 720) ?? rungs[0]!

function rendered(recipe: string, files: Rendered['files'], { width, height }: Size, { seconds }: VideoSource): Rendered {
  return { recipe, files, width, height, durationMs: Math.round(seconds * 1000) }
}
