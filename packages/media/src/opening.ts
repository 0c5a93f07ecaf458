import { join } from 'node:path'
import { bare, execute, type Input, type Watch } from './command.ts'
import { flatColours, flatten } from './flat.ts'
import { assertClean } from './label-guard.ts'
import { scaledTo } from './ladder.ts'
import { inRow, programme } from './loudness.ts'
import { renderPoster } from './photo.ts'
import { mediaTypeOf, type Rendered, type RenderNeeds } from './rendition.ts'
import { settled } from './settled.ts'
import { aac } from './sound.ts'
import { demandEncoders } from './tools.ts'
import { openVideo, type VideoSource } from './video-source.ts'
import { mp4Options } from './wrapping.ts'

/** What the person waiting sees first. */
export const openingRecipes = ['poster.jpg', 'preview.mp4'] as const

/**
 * The first things of a video, within seconds: a poster, and something to play: repackaged where a browser can play the source as it is, else
 * 360 on the short side. Throws a Refusal when the source cannot be read.
 */
export async function renderOpening(needs: RenderNeeds): Promise<void> {
  const source = await openVideo(needs.source)
  const watch: Watch = { timeoutMs: (60 + source.seconds * 20) * 1000, signal: needs.signal }
  const makers = { 'poster.jpg': poster, 'preview.mp4': preview }
  const one = async (recipe: (typeof openingRecipes)[number]) => {
    if (needs.skip.has(recipe)) return
    await makers[recipe](source, needs, watch).then(needs.done, (error: unknown) => {
      needs.signal?.throwIfAborted()
      return needs.failed(recipe, error)
    })
  }
  await settled(openingRecipes.map(one))
  needs.onProgress(100)
}

/** The most typical of the frames shortly after the beginning, which is often black. */
async function poster(source: VideoSource, needs: RenderNeeds, watch: Watch): Promise<Rendered> {
  const frame = join(needs.folder, 'frame.png')
  const input: Input = {
    path: source.path,
    demuxer: source.demuxer,
    seconds: { from: Math.min(source.seconds * 0.1, 5), length: 2 },
    options: ['-an'],
  }
  const filters = inRow([...flatten(source, 1080), 'thumbnail=n=25'], `0:${source.pictureIndex}`, 'frame')
  await execute({ inputs: [input], filters, outputs: [{ path: frame, options: ['-map', '[frame]', '-frames:v', '1', ...bare] }] }, watch)
  return renderPoster(needs, frame)
}

async function preview(source: VideoSource, needs: RenderNeeds, watch: Watch): Promise<Rendered> {
  const path = join(needs.folder, 'preview.mp4')
  const size = source.playable ? await repackage(source, path, needs, watch) : await small(source, path, needs, watch)
  await assertClean(path, needs.aigc)
  const kept = await needs.keep(path)
  return {
    recipe: 'preview.mp4',
    files: [{ path: 'preview.mp4', ...kept, mediaType: mediaTypeOf(path) }],
    ...size,
    durationMs: Math.round(source.seconds * 1000),
  }
}

async function repackage(
  { path: file, demuxer, pictureIndex, soundTracks, width, height }: VideoSource,
  path: string,
  { aigc }: RenderNeeds,
  watch: Watch,
) {
  const maps = ['-map', `0:${pictureIndex}`, ...(soundTracks === 0 ? [] : ['-map', '0:a:0'])]
  await execute(
    { inputs: [{ path: file, demuxer }], outputs: [{ path, options: [...maps, '-c', 'copy', ...bare, ...mp4Options(aigc)] }] },
    watch,
  )
  return { width, height }
}

async function small(source: VideoSource, path: string, { aigc }: RenderNeeds, watch: Watch) {
  await demandEncoders('libx264', 'aac')
  const { width, height } = scaledTo(source, 360)
  const { soundTracks } = source
  const picture = inRow([...flatten(source, 360), `fps=${source.rate.text}:start_time=0`], `0:${source.pictureIndex}`, 'picture')
  const sound = soundTracks === 0 ? [] : programme(soundTracks, 'sound')
  const maps = ['-map', '[picture]', ...(soundTracks === 0 ? [] : ['-map', '[sound]', ...aac(96)])]
  const options = [
    ...maps,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-crf',
    '26',
    '-g',
    '60',
    ...flatColours(source),
    ...bare,
    ...mp4Options(aigc),
  ]
  await execute(
    { inputs: [{ path: source.path, demuxer: source.demuxer }], filters: [...picture, ...sound], outputs: [{ path, options }] },
    watch,
  )
  return { width, height }
}
