import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs a program to its end. Rejects with the last of what it said. */
export async function run(program: string, words: readonly string[]): Promise<void> {
  const child = spawn(program, [...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000)
    })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${said}`)
}
