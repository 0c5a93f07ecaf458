import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ProcessFailure, run } from '../src/index.ts'

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof ProcessFailure ? error.why : error),
  )

describe('the runner of subprocesses', () => {
  test('gives what the program said', async () => {
    expect(await run('sh', ['-c', 'echo out; echo err >&2'], { timeoutMs: 5000 })).toEqual({ stdout: 'out\n', stderr: 'err\n' })
  })

  test('tells failing, missing and late programs apart', async () => {
    expect(await failureOf(run('sh', ['-c', 'exit 3'], { timeoutMs: 5000 }))).toBe('failed')
    expect(await failureOf(run('no-such-program', [], { timeoutMs: 5000 }))).toBe('missing')
    expect(await failureOf(run('sleep', ['20'], { timeoutMs: 100 }))).toBe('timeout')
  })

  test('ends the whole group on abort, even what does not heed SIGTERM', async () => {
    const abort = new AbortController()
    const mark = `kitchen-run-${process.pid}`
    const running = failureOf(
      run('sh', ['-c', `trap '' TERM; sh -c 'trap "" TERM; while :; do sleep 0.05; done; : ${mark}' & wait; sleep 20`], {
        timeoutMs: 20_000,
        signal: abort.signal,
      }),
    )
    await delay(300)
    abort.abort()
    expect(await running).toBe('stopped')
    expect(await processesNamed(mark)).toBe(0)
  })

  test('starts nothing when it was aborted before', async () => {
    expect(await failureOf(run('sleep', ['20'], { timeoutMs: 5000, signal: AbortSignal.abort() }))).toBe('stopped')
  })

  test('reads progress as ffmpeg prints it, in pieces too', async () => {
    const seen: number[] = []
    await run('sh', ['-c', 'printf "frame=1\\nout_time_ms=40"; sleep 0.1; printf "0000\\nprogress=continue\\n"'], {
      timeoutMs: 5000,
      onProgress: ({ outTimeMs }) => seen.push(outTimeMs),
    })
    expect(seen).toEqual([400])
  })

  test('keeps the last of endless errors, not all', async () => {
    const { stderr } = await run('sh', ['-c', 'yes wrong | head -c 300000 >&2; echo last >&2'], { timeoutMs: 5000 })
    expect(stderr.length).toBeLessThanOrEqual(16_384)
    expect(stderr.endsWith('last\n')).toBe(true)
  })

  test('bounds memory and processor time, each by itself', async () => {
    const hog = ['-e', 'const all = []; for (let at = 0; at < 60; at++) all.push(Buffer.alloc(20_000_000, 1)); console.log(all.length)']
    expect(await failureOf(run(process.execPath, hog, { timeoutMs: 20_000, memoryBytes: 600_000_000 }))).toBe('failed')
    expect((await run(process.execPath, hog, { timeoutMs: 20_000 })).stdout).toBe('60\n') // the known-bad twin: no bound of its own
    expect(await failureOf(run(process.execPath, ['-e', 'for (;;) {}'], { timeoutMs: 60_000, cpuSeconds: 1 }))).toBe('timeout')
  }, 60_000)

  test('asks for no more than this process may have itself, so that it runs under limits of an administrator too', async () => {
    const within = `import('${new URL('../src/run.ts', import.meta.url)}').then(({ run }) => run('echo', ['ran'], { timeoutMs: 9e6 })).then(({ stdout }) => process.stdout.write(stdout))`
    const user = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-sys_resource', '--inh-caps=-sys_resource', '--'] : []
    const [program, ...args] = [...user, process.execPath, '--input-type=module', '-e', within]
    const { stdout } = await promisify(execFile)('prlimit', ['--cpu=60:60', '--data=6000000000', '--', program!, ...args])
    expect(stdout).toBe('ran\n')
  })

  test.runIf(process.getuid?.() === 0)('leaves the child of a root no right but to read', async () => {
    const { stdout } = await run('grep', ['-E', 'CapEff|NoNewPrivs', '/proc/self/status'], { timeoutMs: 5000 })
    expect(stdout.replace(/\s+/g, ' ').trim()).toBe('CapEff: 0000000000000004 NoNewPrivs: 1')
  })

  test('takes its child along when this process is killed', async () => {
    const script = `import('${new URL('../src/run.ts', import.meta.url)}').then(({ run }) => run('sleep', ['31.4159'], { timeoutMs: 60000 })); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 400)`
    await once(spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }), 'exit')
    await delay(100)
    expect(await processesNamed('31.4159')).toBe(0)
  })
})

async function processesNamed(mark: string): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return commands.filter((command) => command.includes(mark)).length
}
