import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { abandonedDatabases, removeAbandoned } from '../src/abandoned.ts'
import { startServer } from '../src/server.ts'
import { removeDatabase, temporaryFolder } from '../src/testing.ts'

// Only root's databases lie outside their data folder.
describe.runIf(process.getuid?.() === 0)('a database whose data folder is gone', () => {
  let folder: string
  let note: string
  beforeEach(async () => {
    folder = temporaryFolder()
    note = readFileSync(join(folder, 'database-id'), 'utf8')
    await (await startServer(folder)).stop()
  })
  afterEach(() => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'database-id'), note)
    removeDatabase(folder)
  })
  const found = () => abandonedDatabases().find((one) => one.folder === folder)

  test('is named with its folder and size, and deleted when asked for', async () => {
    expect(found()).toBeUndefined()
    rmSync(folder, { recursive: true })
    const one = found()!
    expect(one.bytes).toBeGreaterThan(10_000_000)
    await removeAbandoned(one)
    expect([existsSync(one.home), found()]).toEqual([false, undefined])
  })

  test('stays when its folder has come back meanwhile, and when a process has it open', async () => {
    rmSync(folder, { recursive: true })
    const one = found()!
    mkdirSync(folder)
    writeFileSync(join(folder, 'database-id'), note)
    await expect(removeAbandoned(one)).rejects.toThrow('is there again')
    const server = await startServer(folder)
    rmSync(join(folder, 'database-id'))
    await expect(removeAbandoned(one)).rejects.toThrow()
    expect(existsSync(one.home)).toBe(true)
    await server.stop()
  })
})
