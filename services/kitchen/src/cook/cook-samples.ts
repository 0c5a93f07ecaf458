import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Settings } from '@kitchen/runtime'
import type { Whereabouts } from '../running.ts'
import { laySamples, sampleNames } from '../samples.ts'
import { crewOf } from './cook.ts'
import { cookShown, whole } from './shown.ts'

/**
 * Cooks the samples into an empty kitchen, and those that an earlier start was stopped before; 0 only if everything was delivered. Those that were
 * begun stand in a file beside them.
 */
export async function cookSamples(settings: Settings, where: Whereabouts, again: boolean): Promise<number> {
  if (settings.KITCHEN_SIGN_IN !== 'sample' || settings.KITCHEN_REGION || settings.KITCHEN_SAMPLES === 'none') return 0
  const crew = await crewOf(where.workspace, '640000')
  const home = resolve(settings.KITCHEN_DATA, 'samples')
  const list = join(home, 'begun.txt')
  const begun = new Set(existsSync(list) ? readFileSync(list, 'utf8').split('\n') : [])
  if (begun.size === 0 && !again && (await crew.editor.stories()).length > 0) return 0
  if (!again && sampleNames.every((name) => begun.has(name))) return 0
  let code = 0
  for (const folder of await laySamples(home)) {
    if (begun.has(basename(folder)) && !again) continue
    appendFileSync(list, `${basename(folder)}\n`)
    const cooked = await cookShown(crew, folder)
    code ||= whole(cooked) ? 0 : 1
    console.log(
      `  看板 board ${where.workspace}/stories/${cooked.story.id}/board\n  网页 page  ${where.published}/sites/640000/stories/${cooked.story.id}/`,
    )
  }
  return code
}
