import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Kept, keepRunning, restAfter } from '../src/region/keep-running.ts'

const folder = mkdtempSync(join(tmpdir(), 'keep-running-'))
const kept: Kept[] = []
afterAll(async () => {
  await Promise.all(kept.map(({ stop }) => stop()))
  rmSync(folder, { recursive: true, force: true })
})

function keep(name: string, script: string): { process: Kept; said: string[] } {
  const said: string[] = []
  const log = join(folder, `${name}.out`)
  const process_ = keepRunning({ name, command: [process.execPath, '-e', script], environment: process.env, log }, (line) =>
    said.push(line),
  )
  kept.push(process_)
  return { process: process_, said }
}
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a killed process comes back under a new number, and what it says lies in its log', async () => {
  const { process: one, said } = keep('killed', 'console.log("up"); setInterval(() => {}, 1000)')
  await expect.poll(() => readFileSync(join(folder, 'killed.out'), 'utf8')).toContain('up')
  const first = one.pid()!
  process.kill(first, 'SIGKILL')
  await expect.poll(() => one.pid() !== undefined && one.pid() !== first, { timeout: 5000 }).toBe(true)
  expect(one.restarts()).toBe(1)
  expect(one.flaps()).toBe(false)
  expect(said.join()).toContain('SIGKILL')
  const second = one.pid()!
  await one.stop()
  expect(alive(second)).toBe(false)
  expect(one.restarts()).toBe(1)
})

test('one that ends again and again rests longer each time and is named', async () => {
  const { process: one, said } = keep('flapping', 'process.exit(3)')
  await expect.poll(() => one.flaps(), { timeout: 20_000 }).toBe(true)
  expect(said.at(-1)).toMatch(/flapping.*keeps ending \(code 3, 5 times in a minute\).*flapping\.out/)
  expect([1, 2, 3, 4, 9, 50].map(restAfter)).toEqual([200, 400, 800, 1600, 10_000, 10_000])
})

test('one that does not want to end is asked first', async () => {
  const { process: one } = keep(
    'asked',
    'process.on("SIGTERM", () => { console.log("asked"); process.exit(0) }); console.log("up"); setInterval(() => {}, 1000)',
  )
  await expect.poll(() => readFileSync(join(folder, 'asked.out'), 'utf8')).toContain('up')
  await one.stop()
  expect(readFileSync(join(folder, 'asked.out'), 'utf8')).toContain('asked')
})
