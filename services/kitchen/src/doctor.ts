import { execFile } from 'node:child_process'
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { checkBucket } from '@kitchen/blob-store'
import { abandonedDatabases, describeDatabase, startDatabase } from '@kitchen/database'
import { readRegion, type Settings } from '@kitchen/runtime'
import { describeElasticsearch } from '@kitchen/search'
import { bucketOf } from './blobs.ts'
import { kafkaOf } from './event-log.ts'
import { findKafka } from './kafka-found.ts'
import { elasticsearchOf, migrations } from './parts.ts'
import { findRunning } from './running.ts'

export type Finding = { readonly what: string; readonly state: 'ok' | 'warn' | 'bad'; readonly found: string; readonly next?: string }
type Check = (settings: Settings) => Promise<Finding>

const run = promisify(execFile)
const signs = { ok: '●', warn: '▲', bad: '✕' }

/** `doctor`: every dependency, the disk, the clock, the locale; each with what was found and, where it is needed, the next step. 1 if anything is broken. */
export async function runDoctor(settings: Settings): Promise<number> {
  const findings = await Promise.all(
    checks.map((check) =>
      check(settings).catch(
        (error: unknown): Finding => ({ what: check.name, state: 'bad', found: error instanceof Error ? error.message : String(error) }),
      ),
    ),
  )
  for (const { what, state, found, next } of findings) console.log(`${signs[state]} ${what}  ${found}${next ? `\n    → ${next}` : ''}`)
  return findings.some(({ state }) => state === 'bad') ? 1 : 0
}

const program =
  (name: string, args: readonly string[], needed: 'bad' | 'warn', packaged: string, without: string): Check =>
  async () => {
    try {
      const { stdout, stderr } = await run(name, [...args], { timeout: 10_000 })
      return { what: name, state: 'ok', found: (stdout || stderr).split('\n')[0]!.slice(0, 90) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
        return { what: name, state: 'ok', found: '已安装 installed' }
      return { what: name, state: needed, found: `没有找到：${without} not found`, next: `apt-get install ${packaged}` }
    }
  }

const node: Check = async () => {
  const fine = Number(process.versions.node.split('.')[0]) >= 24
  return {
    what: 'Node',
    state: fine ? 'ok' : 'bad',
    found: process.version,
    ...(fine ? {} : { next: '请用 npm run kitchen -- doctor 启动 start it through npm' }),
  }
}

const encoders: Check = async () => {
  const { stdout } = await run('ffmpeg', ['-hide_banner', '-encoders'], { timeout: 10_000, maxBuffer: 1 << 22 })
  const missing = ['libx264', 'mpeg2video', 'aac', 'pcm_s24le'].filter((name) => !stdout.includes(name))
  return {
    what: 'ffmpeg encoders',
    state: missing.length === 0 ? 'ok' : 'bad',
    found: missing.length === 0 ? 'H.264, MPEG-2, AAC, PCM' : `缺少 missing: ${missing.join(', ')}`,
    ...(missing.length === 0 ? {} : { next: '安装 Debian 的 ffmpeg（apt-get install ffmpeg）' }),
  }
}

const disk: Check = async ({ KITCHEN_DATA }) => {
  mkdirSync(KITCHEN_DATA, { recursive: true })
  accessSync(KITCHEN_DATA, constants.W_OK)
  const { bavail, bsize } = statfsSync(KITCHEN_DATA)
  const free = (bavail * bsize) / 2 ** 30
  return {
    what: '磁盘 disk',
    state: free > 10 ? 'ok' : free > 2 ? 'warn' : 'bad',
    found: `${KITCHEN_DATA}: ${free.toFixed(0)} GiB 可用 free`,
    ...(free > 10 ? {} : { next: '清理磁盘，或用 --data 换一个数据目录 free some space, or choose another folder' }),
  }
}

const clock: Check = async () => {
  const year = new Date().getFullYear()
  return {
    what: '时钟 clock',
    state: year >= 2025 && year < 2100 ? 'ok' : 'bad',
    found: new Date().toISOString(),
    ...(year >= 2025 ? {} : { next: '请校准系统时间 set the system time' }),
  }
}

const locale: Check = async () => {
  const shown = new Date(0).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })
  const fine = shown.startsWith('1970/1/1') && ['宁', '安'].sort(new Intl.Collator('zh-CN').compare)[0] === '安'
  return {
    what: '语言 locale',
    state: fine ? 'ok' : 'bad',
    found: `${Intl.DateTimeFormat().resolvedOptions().timeZone}, ICU ${process.versions.icu}`,
    ...(fine ? {} : { next: 'Node 缺少完整 ICU this Node has no full ICU' }),
  }
}

const fonts: Check = async () => {
  const from = createRequire(import.meta.resolve('@kitchen/generation'))
  for (const name of ['noto-serif-sc', 'noto-sans-sc']) from.resolve(`@expo-google-fonts/${name}/package.json`)
  return { what: '字体 fonts', state: 'ok', found: 'Noto Serif SC, Noto Sans SC' }
}

const region: Check = async ({ KITCHEN_REGION }) => {
  const { name, centres, people } = readRegion(KITCHEN_REGION)
  return { what: '地区 region', state: 'ok', found: `${name.zh}: ${centres.length} 个中心 centres, ${people.length} 人 people` }
}

const ports: Check = async (settings) => {
  if (await findRunning(settings.KITCHEN_DATA)) return { what: '端口 ports', state: 'ok', found: '厨房正在运行 the kitchen is running' }
  const taken: number[] = []
  for (const port of [settings.KITCHEN_PORT, settings.KITCHEN_PORT + 1]) if (port > 1 && !(await isFree(port))) taken.push(port)
  return {
    what: '端口 ports',
    state: taken.length === 0 ? 'ok' : 'warn',
    found: taken.length === 0 ? `${settings.KITCHEN_PORT}, ${settings.KITCHEN_PORT + 1}` : `已被占用 taken: ${taken.join(', ')}`,
    ...(taken.length === 0
      ? {}
      : { next: '启动时会自动改用下一个空闲端口，也可用 --port 指定 the next free one will be used, or choose by --port' }),
  }
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

const database: Check = async (settings) => {
  if (await findRunning(settings.KITCHEN_DATA)) return { what: 'PostgreSQL', state: 'ok', found: '正在服务 serving' }
  const opened = await startDatabase({ folder: settings.KITCHEN_DATA, url: settings.DATABASE_URL, migrations })
  try {
    const { version, roles, monthsAhead, bytes } = await describeDatabase(opened.value)
    return {
      what: 'PostgreSQL',
      state: monthsAhead > 0 && roles.length === 2 ? 'ok' : 'bad',
      found: `${version}, ${(bytes / 2 ** 20).toFixed(0)} MiB, ${settings.DATABASE_URL ? 'DATABASE_URL' : '内置 embedded'}`,
    }
  } finally {
    await opened.stop()
  }
}

const abandoned: Check = async () => {
  const all = abandonedDatabases()
  const bytes = all.reduce((sum, one) => sum + one.bytes, 0)
  return {
    what: '无主数据库 abandoned databases',
    state: all.length === 0 ? 'ok' : 'warn',
    found:
      all.length === 0
        ? '没有 none'
        : `${all.length} 个，共 in all ${(bytes / 2 ** 20).toFixed(0)} MiB: ${all.map(({ folder }) => folder).join(', ')}`,
    ...(all.length === 0
      ? {}
      : { next: '数据目录已删除而数据库还在：npm run kitchen -- prune their data folders are gone: npm run kitchen -- prune' }),
  }
}

const nextSteps = {
  unreachable:
    '请检查 ELASTICSEARCH_URL、API_KEY、CA 和服务是否启动；检索暂由数据库回答 check the settings and the server; the database answers meanwhile',
  version: '请换用 8.19 以上或 9.x use 8.19 or later, or 9.x',
  alias: '启动厨房会自动建立，或运行 npm run kitchen -- reindex it is built when the kitchen runs, or by this command',
  mapping: 'npm run kitchen -- reindex',
  words: 'npm run kitchen -- reindex',
}

const elasticsearch: Check = async (settings) => {
  const where = elasticsearchOf(settings)
  if (!where) return { what: 'Elasticsearch', state: 'ok', found: '未设置，由数据库检索 not set: the database searches' }
  const { reachable, version, documents, wordList, trouble } = await describeElasticsearch(where, readRegion(settings.KITCHEN_REGION))
  if (trouble)
    return {
      what: 'Elasticsearch',
      state: reachable && trouble.kind !== 'version' ? 'warn' : 'bad',
      found: `${version} ${trouble.zh} ${trouble.en}`.trim(),
      next: nextSteps[trouble.kind],
    }
  return { what: 'Elasticsearch', state: 'ok', found: `${version}, ${documents} 条 documents, 词表 words ${wordList}` }
}

const bucket: Check = async (settings) => {
  const named = bucketOf(settings)
  const what = '存储 blobs'
  if (!named) return { what, state: 'ok', found: '数据目录 in the data folder' }
  const found = `S3 ${named.endpoint}/${named.bucket}`
  try {
    if ((await checkBucket(named)) === 'ok') return { what, state: 'ok', found }
    const next = '换一个遵守 If-None-Match 的 S3 服务 choose a server that keeps If-None-Match: it overwrote an object'
    return { what, state: 'bad', found, next }
  } catch (error) {
    const next = '请核对 S3_ENDPOINT、S3_BUCKET 和密钥的读写删权限 check address, bucket, and the key’s right to read, write and delete'
    return { what, state: 'bad', found: `${found}: ${error instanceof Error ? error.message : String(error)}`, next }
  }
}

const kafka: Check = async (settings) => {
  const address = kafkaOf(settings)
  return address ? findKafka(address) : { what: 'Kafka', state: 'ok', found: '未设置，事件走 PostgreSQL not set: events go by PostgreSQL' }
}

const checks: readonly Check[] = [
  node,
  program('ffmpeg', ['-version'], 'bad', 'ffmpeg', '不能转码'),
  program('ffprobe', ['-version'], 'bad', 'ffmpeg', '不能识别音视频'),
  encoders,
  program('pdftoppm', ['-v'], 'warn', 'poppler-utils', '版面没有预览图'),
  program('setpriv', ['--version'], 'warn', 'util-linux', '程序被强制结束时子进程可能遗留'),
  fonts,
  region,
  disk,
  clock,
  locale,
  ports,
  database,
  abandoned,
  elasticsearch,
  bucket,
  kafka,
]
