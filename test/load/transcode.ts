import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleVideo } from '@kitchen/kitchen'
import { interleaved, small } from './measure.ts'
import { type Row, report } from './report.ts'

/**
 * A news clip with grain and camera moves becomes everything that the channels need: HLS in three rungs, MP4 720, MP4 1080 25p, vertical,
 * XDCAM HD422. Anchor: one ffmpeg per output, in sequence, with the same encoder settings, loudnorm in two passes and XDCAM as interlaced,
 * as the usual recipes have it. Limit: the CPU seconds of one split graph of one thread, divided by the cores. First playable: the anchor is
 * the 1080p rendition alone, the limit a bare repackaging.
 */
type Cost = { readonly wall: number; readonly cpu: number }
const cores = availableParallelism()
const folder = mkdtempSync(join(tmpdir(), 'bench-transcode-'))
const contender = join(import.meta.dirname, 'transcode/contender.ts')
const quiet = ['-nostdin', '-v', 'error', '-y']

await makeClips()
const rows = small ? [...allRows('3 s', await race('clip.mp4', 1)), await opening()] : await everything()
rmSync(folder, { recursive: true, force: true })
report('transcode', rows)

async function everything(): Promise<Row[]> {
  const minute = allRows('60 s 1080p', await race('clip.mp4', repeats()))
  const uhd = await race('uhd.mp4', repeats())
  const large: Row = {
    row: '10 s UHD → all renditions',
    unit: 'CPU s',
    ours: uhd.ours.cpu,
    anchor: uhd.anchor.cpu,
    limit: uhd.limit.cpu,
    goal: '≤ 0.45 × anchor',
    ok: uhd.ours.cpu <= 0.45 * uhd.anchor.cpu,
  }
  return [...minute, large, await opening()]
}

/** `--once`: for a first look; a run takes about six minutes per repeat on two cores. */
function repeats(): number {
  return process.argv.includes('--once') ? 1 : 3
}

function allRows(name: string, { ours, anchor, limit }: Record<'ours' | 'anchor' | 'limit', Cost>): Row[] {
  const least = limit.cpu / cores
  const cpu: Row = {
    row: `${name} → all renditions`,
    unit: 'CPU s',
    ours: ours.cpu,
    anchor: anchor.cpu,
    limit: limit.cpu,
    goal: '≤ 0.65 × anchor, ≤ 1.10 × limit',
    ok: ours.cpu <= 0.65 * anchor.cpu && ours.cpu <= 1.1 * limit.cpu,
  }
  const wall: Row = {
    row: 'the same on the clock',
    unit: 's',
    ours: ours.wall,
    anchor: anchor.wall,
    limit: least,
    goal: '≤ 0.65 × anchor, ≤ 1.10 × limit',
    ok: ours.wall <= 0.65 * anchor.wall && ours.wall <= 1.1 * least,
  }
  return [cpu, wall]
}

/** Every contender is a process of its own, so that the CPU of its children is counted. */
async function race(clip: string, times: number): Promise<Record<'ours' | 'anchor' | 'limit', Cost>> {
  const costs = new Map<string, Cost[]>()
  const run = (name: string) => async () => {
    const cost = costOf(name, join(folder, clip))
    costs.set(name, [...(costs.get(name) ?? []), cost])
    return cost.wall
  }
  await interleaved(times, { anchor: run('anchor'), ours: run('ours'), limit: run('limit') })
  const middle = (name: string): Cost => {
    const all = (costs.get(name) ?? []).toSorted((a, b) => a.cpu - b.cpu)
    return all[Math.floor(all.length / 2)]!
  }
  return { ours: middle('ours'), anchor: middle('anchor'), limit: middle('limit') }
}

function costOf(name: string, clip: string): Cost {
  const scratch = join(folder, name)
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch)
  const script = 'TIMEFORMAT="%R %U %S"; time "$@"'
  const { stderr, status } = spawnSync('bash', ['-c', script, 'bench', process.execPath, contender, name, clip, scratch], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  const [wall = 0, user = 0, system = 0] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number)
  return { wall, cpu: user + system }
}

async function opening(): Promise<Row> {
  const { ours, anchor, limit } = await interleaved(3, {
    anchor: async () => costOf('first-1080', join(folder, 'clip.mp4')).wall,
    ours: async () => costOf('opening', join(folder, 'clip.mp4')).wall,
    limit: async () => costOf('repackage', join(folder, 'clip.mp4')).wall,
  })
  const goal = small ? '≤ 2 s' : '≤ 0.05 × anchor, ≤ 2 s'
  return { row: 'first playable', unit: 's', ours, anchor, limit, goal, ok: ours <= 2 && (small || ours <= 0.05 * anchor) }
}

/** `clip.mp4`: the sample video, five times over (3 s of it when small); `uhd.mp4`: 10 s of it in four times the pixels. */
async function makeClips(): Promise<void> {
  await sampleVideo(join(folder, 'sample.mp4'))
  writeFileSync(join(folder, 'list'), `ffconcat version 1.0\n${"file 'sample.mp4'\n".repeat(5)}`)
  const length = small ? ['-t', '3'] : []
  ffmpeg('-f', 'concat', '-i', join(folder, 'list'), ...length, '-c', 'copy', join(folder, 'clip.mp4'))
  if (!small)
    ffmpeg(
      '-i',
      join(folder, 'sample.mp4'),
      '-t',
      '10',
      '-vf',
      'scale=3840:2160,noise=alls=8:allf=t',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '22',
      '-c:a',
      'copy',
      join(folder, 'uhd.mp4'),
    )
}

function ffmpeg(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', [...quiet, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}
