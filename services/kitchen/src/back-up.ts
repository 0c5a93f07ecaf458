import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { openDiskStore } from '@kitchen/blob-store'
import { backUpDatabase, restoreInto } from '@kitchen/database'
import type { Settings } from '@kitchen/runtime'
import type { CommandLine } from './command-line.ts'
import { migrations } from './parts.ts'
import { findRunning } from './running.ts'

/** What services keep in files of their own and cannot make again: unfinished uploads; what the embedded outlets hold. */
const folders = ['ingest', 'distribution']

/**
 * `backup <folder>`: the database in one snapshot, then every stored blob, then the files of services; the kitchen may run meanwhile. Blobs never change and
 * are listed after the snapshot, so all that its rows name is among them. Refuses a folder that holds anything.
 */
export async function runBackup(settings: Settings, { arguments: [folder] }: CommandLine): Promise<number> {
  const target = placeMeant(folder, 'backup')
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new Error(`${target} 不是空的：每次备份请用一个新目录。\n${target} is not empty: a backup takes a new folder.`)
  mkdirSync(target, { recursive: true, mode: 0o700 })
  const data = settings.KITCHEN_DATA
  const { tables, at } = await backUpDatabase({ folder: data, url: settings.DATABASE_URL }, join(target, 'database'))
  const blobs = await copyBlobs(data, target)
  for (const name of folders) copyFiles(join(data, name), join(target, name))
  writeFileSync(join(target, 'backup.json'), `${JSON.stringify({ at, tables: tables.length, blobs })}\n`, { flush: true })
  console.log(`● 已备份到 backed up to ${target}`)
  console.log(`  ${tables.length} 张表 tables · ${blobs.count} 个文件 blobs (${mebibytes(blobs.bytes)}) · 数据时刻 as of ${at}`)
  console.log(`  恢复 restore: npm run kitchen -- restore ${target} --data <新目录 new folder>`)
  return 0
}

/** `restore <folder> --data <new folder>`: refuses a data folder with a database; every blob is hashed and every table counted on its way in. */
export async function runRestore(settings: Settings, { arguments: [folder] }: CommandLine): Promise<number> {
  const source = placeMeant(folder, 'restore')
  const data = settings.KITCHEN_DATA
  const running = await findRunning(data)
  if (running) throw new Error(`厨房正在 ${data} 上运行，请先停止。\nA kitchen runs on ${data}: stop it first.`)
  mkdirSync(data, { recursive: true })
  const dump = existsSync(join(source, 'database')) ? join(source, 'database') : source
  const { tables, at, server } = await restoreInto({ folder: data, url: settings.DATABASE_URL }, dump, migrations)
  const files = dump === source ? dirname(dirname(source)) : source // a copy from before an upgrade lies in <data>/copies/<time>, beside the blobs
  const blobs = await copyBlobs(files, data)
  for (const name of folders) copyFiles(join(files, name), join(data, name))
  console.log(`● 已恢复到 restored into ${data}`)
  console.log(
    `  ${tables.length} 张表 tables (PostgreSQL ${server}) · ${blobs.count} 个文件 blobs (${mebibytes(blobs.bytes)}) · 数据时刻 as of ${at}`,
  )
  return 0
}

/** Named from where the person is. */
function placeMeant(folder: string | undefined, command: string): string {
  if (folder) return resolve(process.env.KITCHEN_CALLED_FROM ?? process.cwd(), folder)
  throw new Error(`用法 usage：npm run kitchen -- ${command} <目录 folder>`)
}

/** Stored under the hash of what arrives: a blob that is damaged here has another name there, and is told. */
async function copyBlobs(from: string, to: string): Promise<{ count: number; bytes: number }> {
  const [source, target] = [await openDiskStore(join(from, 'blobs')), await openDiskStore(join(to, 'blobs'))]
  let [count, bytes] = [0, 0]
  for await (const sha256 of source.list()) {
    const file = await source.local(sha256).catch(() => undefined)
    if (file === undefined) continue // forgotten since it was listed
    const stored = await target.put(file)
    if (stored.sha256 !== sha256) throw new Error(`文件 ${sha256} 已损坏。 The blob ${sha256} is damaged in ${from}.`)
    count += 1
    bytes += stored.bytes
  }
  return { count, bytes }
}

/** Files that grow meanwhile come as far as they were; those that go meanwhile are left out. */
function copyFiles(from: string, to: string): void {
  for (const entry of existsSync(from) ? readdirSync(from, { recursive: true, withFileTypes: true }) : []) {
    if (!entry.isFile()) continue
    const target = join(to, entry.parentPath.slice(from.length), entry.name)
    mkdirSync(dirname(target), { recursive: true })
    try {
      copyFileSync(join(entry.parentPath, entry.name), target, constants.COPYFILE_FICLONE)
    } catch (trouble) {
      if (!(trouble instanceof Error && 'code' in trouble && trouble.code === 'ENOENT')) throw trouble
    }
  }
}

const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`
