import { join } from 'node:path'
import { bare, type Filter, type Recipe } from './command.ts'
import { flatColours, flatten } from './flat.ts'
import { graphOf, type Node } from './graph.ts'
import { fitted, ladderFor, type Rung, type Size } from './ladder.ts'
import type { VideoSource } from './video-source.ts'

/** Moving pictures without sound that are made of one decode: `web-<rung>`, `tv`, `xdcam`, `vertical`. */
export type Wanted = { readonly web: boolean; readonly tv: boolean; readonly xdcam: boolean; readonly vertical: boolean }
export type Picture = {
  readonly name: string
  readonly extension: 'mp4' | 'mov'
  readonly rate: number
  readonly options: readonly string[]
}

const hd: Size = { width: 1920, height: 1080 }
const phone: Size = { width: 720, height: 1280 }
const tvRate = 25
/** Seconds between key frames: the same places in every rung. */
export const keySeconds = 2

/** The pictures that `wanted` comes to for this source. */
export function picturesOf(source: VideoSource, wanted: Wanted): Picture[] {
  const web = wanted.web
    ? ladderFor(source).map(
        (rung): Picture => ({ name: `web-${rung.name}`, extension: 'mp4', rate: source.rate.value, options: webOptions(source, rung) }),
      )
    : []
  const vertical: Picture = { name: 'vertical', extension: 'mp4', rate: source.rate.value, options: h264(source, 'high', 2600) }
  const tv: Picture = { name: 'tv', extension: 'mp4', rate: tvRate, options: tvOptions }
  const xdcam: Picture = {
    name: 'xdcam',
    extension: 'mov',
    rate: tvRate,
    options: [...xdcamOptions, '-flags:v', keepsFields(source) ? '+ildct+ilme+bitexact' : '+ildct+bitexact'],
  }
  return [...web, ...(wanted.vertical ? [vertical] : []), ...(wanted.tv ? [tv] : []), ...(wanted.xdcam ? [xdcam] : [])]
}

/** One ffmpeg run that makes all pictures of a piece of the source, decoded once. `frames` limits each; null: to the end. */
export function pictureRecipe(source: VideoSource, pictures: readonly Picture[], folder: string, piece: Piece): Recipe {
  const names = pictures.map(({ name }) => name)
  const outputs = pictures.map(({ name, extension, rate, options }) => {
    const limit = piece.length === null ? [] : ['-frames:v', String(framesBetween(piece.from, piece.from + piece.length, rate))]
    return {
      path: join(folder, `${name}.${extension}`),
      options: ['-map', `[${name}]`, ...bare, ...options, ...flatColours(source), ...limit, '-threads', String(piece.threads)],
    }
  })
  const window =
    piece.from === 0 && piece.length === null
      ? undefined
      : { from: piece.from, ...(piece.length === null ? {} : { length: piece.length + spare }) }
  const input = {
    path: source.path,
    demuxer: source.demuxer,
    ...(window && { seconds: window }),
    options: ['-an', '-threads', String(piece.threads)],
  }
  return { inputs: [input], filters: pictureGraph(source, names), outputs }
}
/** Seconds from the start and seconds long; null: to the end. */
export type Piece = { readonly from: number; readonly length: number | null; readonly threads: number }
const spare = 1 // read a little further, so that the last frame of a piece is never missing

/** Counted from the start of the source, so that pieces of uneven length add up without drift. */
export const framesBetween = (from: number, to: number, rate: number): number => Math.round(to * rate) - Math.round(from * rate)

function pictureGraph(source: VideoSource, names: readonly string[]): Filter[] {
  const stream = `0:${source.pictureIndex}`
  const nodes = [...flatNodes(source, stream), ...webNodes(source), ...verticalNodes(source), ...tvNodes(source, stream)]
  return graphOf(needed(nodes, names), names)
}

function needed(nodes: readonly Node[], names: readonly string[]): Node[] {
  const kept = new Set<string>()
  const keep = (name: string) => {
    const node = nodes.find((one) => one.name === name)
    if (!node || kept.has(name)) return
    kept.add(name)
    keep(node.from)
  }
  names.forEach(keep)
  return nodes.filter(({ name }) => kept.has(name))
}

/** `flat`: at most 1080 on the short side. `base`: the same at the steady web rate. */
function flatNodes(source: VideoSource, stream: string): Node[] {
  return [
    { name: 'flat', from: stream, chain: flatten(source, 1080) },
    { name: 'base', from: 'flat', chain: [`fps=${source.rate.text}:start_time=0`] },
  ]
}

/** Each rung from the next larger one: cascaded. */
function webNodes(source: VideoSource): Node[] {
  const descending = ladderFor(source).toReversed()
  return descending.map((rung, index): Node => {
    const larger = descending[index - 1]
    return {
      name: `web-${rung.name}`,
      from: larger ? `web-${larger.name}` : 'base',
      chain: [`scale=${rung.width}:${rung.height}:flags=bicubic`],
    }
  })
}

/** Upright for phones: the whole picture, above a blurred, enlarged copy of itself; nothing is cropped away. */
function verticalNodes(source: VideoSource): Node[] {
  const front = fitted(source, phone)
  const whole = front.width === phone.width && front.height === phone.height
  if (whole) return [{ name: 'vertical', from: 'base', chain: [`scale=${phone.width}:${phone.height}:flags=bicubic`] }]
  const cover = {
    width: Math.max(90, Math.ceil((160 * source.width) / source.height / 2) * 2),
    height: Math.max(160, Math.ceil((90 * source.height) / source.width / 2) * 2),
  }
  const chain = (input: string, output: string): Filter[] => [
    { filter: 'split', inputs: input, outputs: ['v_front', 'v_back'] },
    {
      filter: 'scale',
      options: `${cover.width}:${cover.height},crop=90:160,boxblur=4:2,scale=${phone.width}:${phone.height}:flags=bilinear,eq=brightness=-0.08`,
      inputs: 'v_back',
      outputs: 'v_ground',
    },
    { filter: 'scale', options: `${front.width}:${front.height}:flags=bicubic`, inputs: 'v_front', outputs: 'v_picture' },
    { filter: 'overlay', options: '(W-w)/2:(H-h)/2,setsar=1,format=yuv420p', inputs: ['v_ground', 'v_picture'], outputs: output },
  ]
  return [{ name: 'vertical', from: 'base', chain }]
}

/**
 * The TV frame: 1920×1080 at 25, with black beside or above what does not fill it. XDCAM is 1080i50 whatever the source: interlaced HD keeps its
 * fields; 25 whole frames travel as pairs of fields (PsF), without the search for motion between fields, which only costs there.
 */
function tvNodes(source: VideoSource, stream: string): Node[] {
  const { width, height } = fitted(source, hd)
  const frame = [`scale=${width}:${height}:flags=bicubic`, `pad=${hd.width}:${hd.height}:(ow-iw)/2:(oh-ih)/2`, 'setsar=1']
  const rate = `fps=${tvRate}:start_time=0`
  const fields: Node = {
    name: 'xdcam',
    from: stream,
    chain: ['fieldorder=tff', rate, 'scale=1920:1080:interl=1', 'setsar=1', 'format=yuv422p', 'setfield=tff'],
  }
  const flat: Node = { name: 'xdcam', from: 'tvframe', chain: ['format=yuv422p', 'setfield=tff'] }
  const sameRate = source.rate.value === tvRate
  return [
    { name: 'tvframe', from: sameRate ? 'base' : 'flat', chain: sameRate ? frame : [...frame, rate] },
    { name: 'tv', from: 'tvframe', chain: [] },
    keepsFields(source) ? fields : flat,
  ]
}

const keepsFields = ({ interlaced, width, height, rate }: VideoSource): boolean =>
  interlaced !== null && width === hd.width && height === hd.height && rate.value === tvRate

function h264({ rate }: VideoSource, profile: string, kilobits: number): string[] {
  const gap = String(Math.round(rate.value * keySeconds))
  const bits = ['-crf', '23', '-maxrate', `${kilobits}k`, '-bufsize', `${kilobits * 2}k`]
  return [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-profile:v',
    profile,
    '-pix_fmt',
    'yuv420p',
    ...bits,
    '-g',
    gap,
    '-keyint_min',
    gap,
    '-sc_threshold',
    '0',
    '-bf',
    '2',
  ]
}
const webOptions = (source: VideoSource, { kilobits, height, width }: Rung): string[] =>
  h264(source, Math.min(width, height) > 400 ? 'high' : 'main', kilobits)

/** A generous bit rate needs little search: a third of the time of `veryfast`. */
const tvOptions = [
  '-c:v',
  'libx264',
  '-preset',
  'superfast',
  '-profile:v',
  'high',
  '-pix_fmt',
  'yuv420p',
  '-crf',
  '19',
  '-maxrate',
  '16M',
  '-bufsize',
  '16M',
  '-g',
  '50',
  '-keyint_min',
  '25',
  '-bf',
  '2',
]

/** MPEG-2 422P@HL as Sony's XDCAM HD422 wants it: 50 Mb/s, 12 frames from key to key. */
const xdcamOptions = [
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
  '-color_primaries',
  'bt709',
  '-color_trc',
  'bt709',
  '-colorspace',
  'bt709',
]
