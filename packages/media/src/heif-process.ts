import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { labelIn } from './ai-label.ts'
import type { HeifAnswer } from './heif.ts'

// Opens one HEIC photograph in a process of its own: heif-process.ts <source> <target.tif>, or '' to look alone. Answers on standard output.

type Chroma = { readonly heif_chroma_interleaved_RGB: unknown }
type Pixels = { readonly width: number; readonly height: number; readonly channels: readonly { stride: number; data: Uint8Array }[] }
type Handle = { readonly $$: { readonly ptr: number } }
type Failed = { readonly code: unknown }
/** What is used of libheif's C interface (libheif/heif.h); numbers are addresses in its memory. */
type LibHeif = {
  readonly HEAPU8: Uint8Array
  readonly HEAPU32: Uint32Array
  readonly heif_chroma: Chroma
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown }
  readonly heif_context_alloc: () => unknown
  readonly heif_context_read_from_memory: (context: unknown, bytes: Uint8Array) => { readonly code: { readonly value: number } }
  readonly heif_js_context_get_primary_image_handle: (context: unknown) => Handle | Failed
  readonly heif_image_handle_get_width: (handle: Handle) => number
  readonly heif_image_handle_get_height: (handle: Handle) => number
  readonly heif_js_decode_image2: (handle: Handle, colours: unknown, chroma: unknown) => Pixels | Failed
  readonly _malloc: (bytes: number) => number
  readonly _heif_image_handle_get_raw_color_profile_size: (handle: number) => number
  readonly _heif_image_handle_get_raw_color_profile: (error: number, handle: number, target: number) => void
  readonly _heif_image_handle_get_number_of_metadata_blocks: (handle: number, type: number) => number
  readonly _heif_image_handle_get_list_of_metadata_block_IDs: (handle: number, type: number, target: number, most: number) => number
  readonly _heif_image_handle_get_metadata_size: (handle: number, id: number) => number
  readonly _heif_image_handle_get_metadata: (error: number, handle: number, id: number, target: number) => void
}

/** Decoding holds about eight bytes a pixel: 110 million are 900 MB. */
const mostPixels = 110_000_000
/** Larger ones are not decoded by a look: it would take too long. */
const quickPixels = 40_000_000
const largestProfile = 4_000_000
const [source = '', target = ''] = process.argv.slice(2)
const heif: LibHeif = createRequire(import.meta.url)('libheif-js/wasm-bundle')
process.stdout.write(JSON.stringify(answer()))

function answer(): HeifAnswer {
  const context = heif.heif_context_alloc()
  const read = heif.heif_context_read_from_memory(context, readFileSync(source))
  const handle = heif.heif_js_context_get_primary_image_handle(context)
  if (read.code.value !== 0 || !('$$' in handle)) return { no: 'damaged' }
  const size = { width: heif.heif_image_handle_get_width(handle), height: heif.heif_image_handle_get_height(handle) }
  if (size.width * size.height > mostPixels) return { no: 'pixels', megapixels: Math.round((size.width * size.height) / 1e6), limit: 110 }
  if (target === '' && size.width * size.height > quickPixels) return { ...size, aigc: labelIn(textOf(handle)) }
  const pixels = heif.heif_js_decode_image2(handle, heif.heif_colorspace.heif_colorspace_RGB, heif.heif_chroma.heif_chroma_interleaved_RGB)
  if (!('channels' in pixels)) return { no: 'damaged' }
  if (target !== '') writeFileSync(target, tiff(rows(pixels), size, profileOf(handle)))
  return { ...size, aigc: labelIn(textOf(handle)) }
}

function rows({ channels, height, width }: Pixels): Buffer {
  const { data, stride } = channels[0]!
  if (stride === width * 3) return Buffer.from(data.buffer, data.byteOffset, height * stride)
  return Buffer.concat(Array.from({ length: height }, (_, row) => data.subarray(row * stride, row * stride + width * 3)))
}

function profileOf({ $$: { ptr } }: Handle): Buffer | null {
  const size = heif._heif_image_handle_get_raw_color_profile_size(ptr)
  if (size === 0 || size > largestProfile) return null
  return taken(size, (error, place) => heif._heif_image_handle_get_raw_color_profile(error, ptr, place))
}

/** EXIF and XMP as text, where an AI label may be. */
function textOf({ $$: { ptr } }: Handle): string {
  const count = heif._heif_image_handle_get_number_of_metadata_blocks(ptr, 0)
  const list = heif._malloc(4 * Math.max(1, count))
  heif._heif_image_handle_get_list_of_metadata_block_IDs(ptr, 0, list, count)
  const ids = [...heif.HEAPU32.subarray(list / 4, list / 4 + count)]
  const blocks = ids.map((id) =>
    taken(heif._heif_image_handle_get_metadata_size(ptr, id), (error, place) =>
      heif._heif_image_handle_get_metadata(error, ptr, id, place),
    ),
  )
  return blocks.map((block) => block.toString('utf8')).join('\n')
}

/** Bytes that libheif writes to an address of its memory, copied out. */
function taken(size: number, fill: (error: number, place: number) => void): Buffer {
  const place = heif._malloc(size + 16)
  fill(place + size + (-size & 3), place)
  return Buffer.from(heif.HEAPU8.slice(place, place + size))
}

/** An uncompressed RGB picture with its colour profile (TIFF 6.0; tag 34675 by ICC.1, annex B.4). */
function tiff(pixels: Buffer, { width, height }: { width: number; height: number }, profile: Buffer | null): Buffer {
  const depths = Buffer.from([8, 0, 8, 0, 8, 0, 0, 0])
  const [atDepths, atProfile] = [8 + pixels.length, 8 + pixels.length + depths.length]
  const tags: [tag: number, type: 3 | 4 | 7, count: number, value: number][] = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 3, atDepths],
    [259, 3, 1, 1],
    [262, 3, 1, 2],
    [273, 4, 1, 8],
    [277, 3, 1, 3],
    [278, 4, 1, height],
    [279, 4, 1, pixels.length],
    ...(profile ? [[34675, 7, profile.length, atProfile] satisfies [number, 7, number, number]] : []),
  ]
  const after = atProfile + (profile?.length ?? 0)
  const directory = Buffer.alloc(2 + tags.length * 12 + 4)
  directory.writeUInt16LE(tags.length, 0)
  tags.forEach(([tag, type, count, value], at) => {
    directory.writeUInt16LE(tag, 2 + at * 12)
    directory.writeUInt16LE(type, 4 + at * 12)
    directory.writeUInt32LE(count, 6 + at * 12)
    directory.writeUInt32LE(value, 10 + at * 12)
  })
  const head = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])
  head.writeUInt32LE(after + (after & 1), 4)
  return Buffer.concat([head, pixels, depths, profile ?? Buffer.alloc(0), Buffer.alloc(after & 1), directory])
}
