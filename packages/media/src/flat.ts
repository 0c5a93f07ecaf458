import { scaledTo } from './ladder.ts'
import type { VideoSource } from './video-source.ts'

/**
 * The first filters of every picture: progressive, scaled to at most `short` on the short side, square pixels, 8-bit in BT.709. HDR of phones
 * (HLG, PQ) is tone-mapped after scaling, where it costs least; without the filters for it colours come out pale, but they come out.
 */
export function flatten(source: VideoSource, short: number): string[] {
  const { width, height } = scaledTo(source, short)
  const progressive = source.interlaced ? ['yadif=mode=send_frame'] : []
  return [...progressive, `scale=${width}:${height}:flags=bicubic`, ...(source.toneMapped ? toneMap : []), 'setsar=1', 'format=yuv420p']
}

/** Says in the output what `flatten` has made of HDR: ffmpeg before 5 does not take it over from the filters. */
export const flatColours = ({ toneMapped }: VideoSource): string[] =>
  toneMapped ? ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'] : []

const toneMap = [
  'zscale=t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
]
