import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Where a running kitchen is reached; it lies in the data folder while it runs. */
const whereabouts = z.object({ pid: z.int(), workspace: z.url(), published: z.url() })
export type Whereabouts = z.infer<typeof whereabouts>

const fileOf = (data: string) => join(data, 'kitchen.json')

export function announce(data: string, where: Whereabouts): () => void {
  writeFileSync(fileOf(data), `${JSON.stringify(where)}\n`)
  return () => rmSync(fileOf(data), { force: true })
}

/** The kitchen that runs on this data folder, if it answers. */
export async function findRunning(data: string): Promise<Whereabouts | undefined> {
  try {
    const found = whereabouts.parse(JSON.parse(readFileSync(fileOf(data), 'utf8')))
    const answer = await fetch(`${found.workspace}/live`, { signal: AbortSignal.timeout(2000) })
    return answer.ok ? found : undefined
  } catch {
    return undefined
  }
}
