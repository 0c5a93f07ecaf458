import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { BucketSettings } from '../src/index.ts'

const tools = join(import.meta.dirname, '../../../.kitchen-tools')
const program = join(tools, 'bin', 'versitygw')

/** Why no S3 server is here; undefined when one is. The first command makes it where it finds a Go of 1.22 or later. */
export const noServer = (): string | undefined => (existsSync(program) ? undefined : 'no versitygw: it is made where a Go >= 1.22 is found')

/** A real S3 server (versitygw 1.8.0) on a folder. `stop` ends it; `data` stays. */
export async function startVersitygw(
  folder: string,
): Promise<{ settings: BucketSettings; process: ChildProcess; stop: () => Promise<void> }> {
  await mkdir(join(folder, 'bucket'), { recursive: true })
  const port = await freePort()
  const environment = { PATH: process.env.PATH, ROOT_ACCESS_KEY: 'kitchen', ROOT_SECRET_KEY: 'of-a-test-alone' }
  const child = spawn(program, ['--port', `127.0.0.1:${port}`, '--keep-alive', '--quiet', 'posix', folder], {
    env: environment,
    stdio: 'ignore',
  })
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'bucket',
    region: 'us-east-1',
    accessKey: 'kitchen',
    secretKey: 'of-a-test-alone',
  }
  for (let n = 0; n < 100 && !(await fetch(settings.endpoint).catch(() => undefined)); n++) await delay(50)
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill()
    await once(child, 'exit')
  }
  return { settings, process: child, stop }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}
