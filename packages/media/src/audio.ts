import { join } from 'node:path'
import { bare, execute, type Input, type Watch } from './command.ts'
import { probeFile } from './ffprobe.ts'
import { assertClean } from './label-guard.ts'
import { inRow, levelled, measure, programme, targets } from './loudness.ts'
import { refuse } from './refusals.ts'
import { mediaTypeOf, type RenderNeeds } from './rendition.ts'
import { signatureOf } from './signature.ts'
import { aac } from './sound.ts'
import { demandEncoders } from './tools.ts'
import { mp4Options } from './wrapping.ts'

/** `audio.m4a`: AAC at −16 LUFS, with nothing of the source's tags but the AI label. Throws a Refusal when the source cannot be read. */
export async function renderAudio(needs: RenderNeeds): Promise<void> {
  if (needs.skip.has('audio.m4a')) return
  await demandEncoders('aac')
  const { demuxer } = await signatureOf(needs.source)
  if (demuxer === null) throw refuse('media/no-sound')
  const { durationMs } = await probeFile(needs.source, demuxer)
  const watch: Watch = { timeoutMs: 120_000 + durationMs, signal: needs.signal, niceness: 5 }
  const input: Input = { path: needs.source, demuxer }
  const chain = await levelled(input, 1, await measure(input, 1, ['anull'], watch), targets.web, watch)
  needs.onProgress(40)
  const path = join(needs.folder, 'audio.m4a')
  const filters = [...programme(1, 'programme'), ...inRow(chain, 'programme', 'level')]
  await execute(
    {
      inputs: [{ ...input, options: ['-vn'] }],
      filters,
      outputs: [{ path, options: ['-map', '[level]', ...aac(128), ...bare, ...mp4Options(needs.aigc)] }],
    },
    watch,
  )
  await assertClean(path, needs.aigc)
  const kept = await needs.keep(path)
  await needs.done({
    recipe: 'audio.m4a',
    files: [{ path: 'audio.m4a', ...kept, mediaType: mediaTypeOf(path) }],
    width: null,
    height: null,
    durationMs,
  })
  needs.onProgress(100)
}
