import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { renderOpening, renderVideo } from '@kitchen/media'

// One contender of the benchmark `transcode` in a process of its own: contender.ts <name> <clip> <folder>
const [name = '', clip = '', folder = ''] = process.argv.slice(2)
const needs = {
  source: clip,
  folder,
  aigc: null,
  keep: async () => ({ sha256: '0'.repeat(64), bytes: 0 }),
  done: async () => {},
  onProgress: () => {},
  skip: new Set<string>(),
  madeAt: new Date(0),
  failed: async (recipe: string, error: unknown) => {
    throw new Error(recipe, { cause: error })
  },
}

const x264 = (preset: string, more: readonly string[]) => [
  '-c:v',
  'libx264',
  '-preset',
  preset,
  '-pix_fmt',
  'yuv420p',
  '-g',
  '50',
  '-bf',
  '2',
  ...more,
]
const xdcam = [
  '-c:v',
  'mpeg2video',
  '-profile:v',
  '0',
  '-level:v',
  '2',
  '-pix_fmt',
  'yuv422p',
  '-g',
  '12',
  '-bf',
  '2',
  '-b:v',
  '50M',
  '-minrate',
  '50M',
  '-maxrate',
  '50M',
  '-bufsize',
  '36408333',
  '-dc',
  '10',
  '-intra_vlc',
  '1',
  '-non_linear_quant',
  '1',
  '-qmax',
  '28',
]
const ground =
  'split[f][b];[b]scale=284:160,crop=90:160,boxblur=4:2,scale=720:1280,eq=brightness=-0.08[g];[f]scale=720:404[p];[g][p]overlay=(W-w)/2:(H-h)/2'
/** What each output takes: filter and encoder, the same in the anchor and in the split graph. */
const outputs = [
  {
    name: 'v360.mp4',
    filter: 'scale=640:360,fps=25',
    encoder: x264('veryfast', ['-crf', '23', '-maxrate', '800k', '-bufsize', '1600k']),
    target: -16,
  },
  {
    name: 'v720.mp4',
    filter: 'scale=1280:720,fps=25',
    encoder: x264('veryfast', ['-crf', '23', '-maxrate', '2450k', '-bufsize', '4900k']),
    target: -16,
  },
  {
    name: 'v1080.mp4',
    filter: 'scale=1920:1080,fps=25',
    encoder: x264('veryfast', ['-crf', '23', '-maxrate', '4650k', '-bufsize', '9300k']),
    target: -16,
  },
  {
    name: 'mp4-720.mp4',
    filter: 'scale=1280:720,fps=25',
    encoder: x264('veryfast', ['-crf', '23', '-maxrate', '2450k', '-bufsize', '4900k']),
    target: -16,
  },
  {
    name: 'vertical.mp4',
    filter: `fps=25,${ground}`,
    encoder: x264('veryfast', ['-crf', '23', '-maxrate', '2600k', '-bufsize', '5200k']),
    target: -16,
  },
  {
    name: 'tv.mp4',
    filter: 'scale=1920:1080,fps=25',
    encoder: x264('superfast', ['-crf', '19', '-maxrate', '16M', '-bufsize', '16M']),
    target: -24,
  },
  { name: 'xdcam.mxf', filter: 'scale=1920:1080,fps=25', encoder: xdcam, target: -24 },
]

switch (name) {
  case 'ours':
    await renderVideo(needs)
    break
  case 'opening':
    await renderOpening({ ...needs, skip: new Set(['poster.jpg']) })
    break
  case 'anchor':
    for (const output of outputs) alone(output)
    break
  case 'first-1080':
    alone(outputs[2]!)
    break
  case 'repackage':
    ffmpeg('-i', clip, '-c', 'copy', join(folder, 'repackaged.mp4'))
    break
  case 'limit':
    splitGraph()
    break
  default:
    throw new Error(`no contender ${name}`)
}

/** One ffmpeg for one output, as recipes on the web and of broadcasters have it: loudness in two passes, XDCAM as interlaced in any case. */
function alone({ name: file, filter, encoder, target }: (typeof outputs)[number]): void {
  const mxf = file.endsWith('.mxf')
  const sound = [...(mxf ? ['-c:a', 'pcm_s24le', '-ac', '1'] : ['-c:a', 'aac', '-b:a', '128k']), '-ar', '48000']
  const fields = mxf ? ['-flags', '+ildct+ilme', '-top', '1'] : []
  const graph = ['-filter_complex', `[0:v]${filter}[v]`, '-map', '[v]', '-map', '0:a', '-af', loudnorm(target)]
  ffmpeg('-i', clip, ...graph, ...encoder, ...fields, ...sound, join(folder, file))
}

function loudnorm(target: number): string {
  const first = `loudnorm=I=${target}:TP=-2`
  const { stderr } = spawnSync('ffmpeg', ['-nostdin', '-i', clip, '-vn', '-af', `${first}:print_format=json`, '-f', 'null', '-'], {
    encoding: 'utf8',
  })
  const measured = (name: string) => new RegExp(`"${name}" : "([^"]+)"`).exec(stderr)?.[1]
  const found = [
    `measured_I=${measured('input_i')}`,
    `measured_TP=${measured('input_tp')}`,
    `measured_LRA=${measured('input_lra')}`,
    `measured_thresh=${measured('input_thresh')}`,
  ]
  return [first, ...found, `offset=${measured('target_offset')}`].join(':')
}

/** One decode, one graph, one thread each: what the pictures cost at least. The second 720 is not encoded again. */
function splitGraph(): void {
  const distinct = outputs.filter((output) => output.name !== 'mp4-720.mp4')
  const branches = distinct.map(({ filter }, index) => `[i${index}]${filter.replace(/\[(\w)\]/g, `[$1${index}]`)}[o${index}]`)
  const graph = [`[0:v]split=${distinct.length}${distinct.map((_, index) => `[i${index}]`).join('')}`, ...branches].join(';')
  const written = distinct.flatMap(({ name: file, encoder }, index) => [
    '-map',
    `[o${index}]`,
    ...encoder,
    '-threads',
    '1',
    join(folder, file),
  ])
  ffmpeg('-threads', '1', '-filter_complex_threads', '1', '-i', clip, '-filter_complex', graph, ...written)
}

function ffmpeg(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}
