import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { BucketSettings } from '../src/index.ts'

const tools = join(import.meta.dirname, '../../../.kitchen-tools')
const program = join(tools, 'bin', 'versitygw')

/** Why no S3 server can be had here; undefined when one can. A Go of 1.22 or later makes it once, in 3 to 4 minutes. */
export const noServer = (): string | undefined => {
  if (existsSync(program)) return undefined
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(spawnSync('go', ['version'], { encoding: 'utf8' }).stdout ?? '') ?? []
  return Number(major) > 1 || Number(minor) >= 22 ? undefined : 'no Go >= 1.22 to make an S3 server with'
}

/** A real S3 server (versitygw 1.8.0) on a folder. `stop` ends it; `data` stays. */
export async function startVersitygw(
  folder: string,
): Promise<{ settings: BucketSettings; process: ChildProcess; stop: () => Promise<void> }> {
  if (!existsSync(program)) make()
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

function make(): void {
  console.warn('Making versitygw 1.8.0 with Go, once: 3 to 4 minutes …')
  const environment = { ...process.env, GOBIN: join(tools, 'bin'), GOFLAGS: '-mod=mod' }
  const { status } = spawnSync('go', ['install', 'github.com/versity/versitygw/cmd/versitygw@v1.8.0'], {
    env: environment,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('versitygw could not be made')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}
