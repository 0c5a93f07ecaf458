import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Database, type Part, startDatabase } from '../src/index.ts'
import { placeOf } from '../src/place.ts'
import { removeDatabase, temporaryFolder } from '../src/testing.ts'

vi.setConfig({ testTimeout: 60_000 }) // each makes a cluster of its own

const root = process.getuid?.() === 0
/** Whether another user can read this checkout: in a private folder no program of it can run for anyone but its owner. */
const reachable = root && spawnSync('test', ['-r', import.meta.filename], { uid: 1, gid: 1 }).status === 0
const folders: string[] = []
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await delay(50)
  for (const folder of folders.splice(0)) removeDatabase(folder)
})

const newFolder = () => {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}
const open = (folder: string): Promise<Part<Database>> => startDatabase({ folder, migrations: [], settings: { fsync: 'off' } })

/** Another process that opens the folder, and the first thing it says. */
async function openElsewhere(folder: string, as: { uid?: number; gid?: number } = {}): Promise<{ child: ChildProcess; says: string }> {
  const program = fileURLToPath(new URL('./open-database.ts', import.meta.url))
  const child = spawn(process.execPath, [program, folder], { ...as, cwd: '/', env: { PATH: process.env.PATH, HOME: folder } })
  children.push(child)
  const [says] = await once(child.stdout!.setEncoding('utf8'), 'data')
  return { child, says: String(says).trim() }
}

describe('the embedded server', () => {
  test('keeps its data over a stop, in a data folder that only its owner may enter', async () => {
    const folder = newFolder()
    const first = await open(folder)
    await first.value.system.query(`insert into journal.consumer (consumer, topic, start) values ('kept', 'story', 'now')`)
    await first.stop()
    const second = await open(folder)
    expect((await second.value.system.query('select consumer from journal.consumer')).rows).toEqual([{ consumer: 'kept' }])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    await second.stop()
  })

  test('refuses a folder that another process has open, and names that process', async () => {
    const folder = newFolder()
    const { child, says } = await openElsewhere(folder)
    expect(says).toBe('open')
    await expect(open(folder)).rejects.toThrow(`is open in process ${child.pid}`)
  })

  test('of a process that was killed goes with it, and the folder opens again at once', async () => {
    const folder = newFolder()
    const { child } = await openElsewhere(folder)
    const postmaster = postmasterOf(folder)
    child.kill('SIGKILL')
    const again = await open(folder)
    expect(isAlive(postmaster)).toBe(false)
    await again.stop()
  })

  test('that outlived its process is ended before the next one starts', async () => {
    const folder = newFolder()
    const { child } = await openElsewhere(folder)
    const postmaster = postmasterOf(folder)
    process.kill(postmaster, 'SIGSTOP') // cannot hear that its parent dies
    child.kill('SIGKILL')
    await delay(100)
    setTimeout(() => process.kill(postmaster, 'SIGCONT'), 300)
    const again = await open(folder)
    expect(postmasterOf(folder)).not.toBe(postmaster)
    await again.stop()
  })

  test('says why it went by itself, and nothing when it was asked to', async () => {
    const folder = newFolder()
    const part = await open(folder)
    process.kill(postmasterOf(folder), 'SIGINT')
    await expect(part.value.ended).resolves.toContain('PostgreSQL ended with 0: see ')
    await part.stop()
    const asked = await open(folder)
    let said = 'nothing'
    void asked.value.ended.then((reason) => (said = reason))
    await asked.stop()
    await delay(20)
    expect(said).toBe('nothing')
  })

  test('listens on loopback alone and keeps its secret for its owner', async () => {
    const folder = newFolder()
    const part = await open(folder)
    const { rows } = await part.value.system.query(`select current_setting('listen_addresses') as listens, inet_server_addr()::text as at`)
    expect(rows[0]).toEqual({ listens: '127.0.0.1', at: '127.0.0.1/32' })
    expect(statSync(join(placeOf(folder).home, 'password')).mode & 0o777).toBe(0o600)
    await part.stop()
  })

  test('refuses a cluster of another major version in a sentence that helps', async () => {
    const folder = newFolder()
    await (await open(folder)).stop()
    writeFileSync(join(placeOf(folder).cluster, 'PG_VERSION'), '17\n')
    await expect(open(folder)).rejects.toThrow('was made by PostgreSQL 17, and this program brings 18')
  })

  test.runIf(root)('refuses a data folder whose database is gone, and a copy while the first is open', async () => {
    const [folder, copy] = [newFolder(), newFolder()]
    const part = await open(folder)
    cpSync(join(folder, 'database-id'), join(copy, 'database-id'))
    await expect(open(copy)).rejects.toThrow(`is open in process ${process.pid}`)
    await part.stop()
    writeFileSync(join(copy, 'database-id'), '000000000000')
    await expect(open(copy)).rejects.toThrow('which is gone. Restore it, or delete')
  })

  const elsewhere = 'runs for a user who is not root, with the cluster in the data folder'
  if (root && !reachable) console.warn(`  NOT PROVED: ${elsewhere}. This checkout lies in a folder that only root can read`)
  test.runIf(root && reachable)(elsewhere, async () => {
    const folder = newFolder()
    chownSync(folder, 1, 1)
    const { says } = await openElsewhere(folder, { uid: 1, gid: 1 })
    expect(says).toBe('open')
    expect(existsSync(join(folder, 'postgres/cluster/PG_VERSION'))).toBe(true)
  })
})

const postmasterOf = (folder: string) => Number(readFileSync(join(placeOf(folder).cluster, 'postmaster.pid'), 'utf8').split('\n')[0])

/** A process that has ended and that nobody has asked after is none. */
function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && !readFileSync(stat, 'utf8').includes(') Z ')
}
