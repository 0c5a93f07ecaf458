import sharp from 'sharp'
import { type AiLabel, labelIn, labelText, labelXmp } from './ai-label.ts'
import { probeFile, type Stream } from './ffprobe.ts'
import { labelOf } from './probe.ts'
import { refuse } from './refusals.ts'
import { signatureOf } from './signature.ts'

/**
 * The guard after every render: a file that leaves the house holds nothing of where, by whom and with which camera it was made, and keeps its
 * AI label exactly (MXF and HLS segments cannot carry one: the mark is visible there). Throws Refusal media/not-clean or media/label-lost.
 */
export async function assertClean(path: string, aigc: AiLabel | null): Promise<void> {
  const { kind, demuxer, mediaType } = await signatureOf(path)
  if (kind === 'photo' || demuxer === null) return assertCleanPicture(path, aigc)
  const found = await probeFile(path, demuxer)
  const leaks = [foreignTags(found.tags), ...found.streams.map(foreignStream)].flat()
  if (leaks.length > 0) throw refuse('media/not-clean', { what: leaks.join(', ') })
  const carries = mediaType !== 'application/mxf' && !path.endsWith('.m4s')
  if (carries) assertLabel(labelOf(found), aigc)
}

async function assertCleanPicture(path: string, aigc: AiLabel | null): Promise<void> {
  const { exif, iptc, xmp, comments } = await sharp(path, { limitInputPixels: false }).metadata()
  const leaks = Object.entries({ exif, iptc, comments }).flatMap(([name, value]) => (value ? [name] : []))
  const text = xmp?.toString('utf8')
  if (text !== undefined && (aigc === null || text.trim() !== labelXmp(aigc).trim())) leaks.push('xmp')
  if (leaks.length > 0) throw refuse('media/not-clean', { what: leaks.join(', ') })
  assertLabel(text === undefined ? null : labelIn(text), aigc)
}

function assertLabel(found: AiLabel | null, wanted: AiLabel | null): void {
  if (wanted !== null && (found === null || labelText(found) !== labelText(wanted))) throw refuse('media/label-lost')
}

/** Tags that the muxers write by themselves; everything else came from the source or is a mistake. */
const ownTags = new Set([
  'major_brand',
  'minor_version',
  'compatible_brands',
  'encoder',
  'aigc',
  'creation_time',
  'timecode',
  'language',
  'handler_name',
  'vendor_id',
  'duration',
  'material_package_umid',
  'file_package_umid',
  'file_package_name',
  'track_name',
  'reel_name',
  'uid',
  'generation_uid',
  'company_name',
  'product_name',
  'product_version',
  'product_version_num',
  'product_uid',
  'toolkit_version_num',
  'modification_date',
  'application_platform',
  'operational_pattern_ul',
  'data_type',
  'reel_umid',
  'package_name',
  'package_uid',
])
const ownHandlers = /^(VideoHandler|SoundHandler|TimeCodeHandler|)$/

function foreignTags(tags: Record<string, string>): string[] {
  return Object.entries(tags).flatMap(([name, value]) => {
    const known = ownTags.has(name.toLowerCase()) && (name !== 'handler_name' || ownHandlers.test(value))
    return known ? [] : [name]
  })
}

/** A phone's or drone's data track holds where it was; only the time code is ours. */
function foreignStream({ codec_type, tags }: Stream): string[] {
  const known = codec_type === 'video' || codec_type === 'audio' || 'timecode' in tags
  return [...(known ? [] : [`${codec_type} track`]), ...foreignTags(tags)]
}
