import { probeFile } from './ffprobe.ts'
import { type Kind, signatureOf } from './signature.ts'

/**
 * What a local file is, from its bytes, never from its name. Throws a Refusal (`media/…`) when it is not on the allow-list.
 * A phone writes sound alone into MP4 as well: a video container without a picture is told as audio.
 */
export async function sniff(path: string): Promise<{ kind: Kind; mediaType: string }> {
  const { kind, mediaType, demuxer } = await signatureOf(path)
  if (kind !== 'video' || demuxer === null) return { kind, mediaType }
  const found = await probeFile(path, demuxer).catch(() => undefined) // its trouble is told by `probe`
  const soundOnly = found !== undefined && found.video === null && found.audio !== null
  return soundOnly ? { kind: 'audio', mediaType: soundType(mediaType) } : { kind, mediaType }
}

function soundType(mediaType: string): string {
  if (mediaType === 'video/mp4' || mediaType === 'video/quicktime') return 'audio/mp4'
  return mediaType.replace('video/', 'audio/')
}
