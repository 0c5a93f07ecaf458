// The first command: runs on any Node ≥ 20 with nothing installed, brings what is missing, then hands over to the pinned Node 24.
//   node scripts/kitchen.mjs start|region|cook|doctor|explain|redrive|test|battery|bench|pictures|check [arguments]
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackages } from './packages.mjs'
import { bringTools } from './tools.mjs'

const began = Date.now()
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [command = 'help', ...rest] = process.argv.slice(2)
const stamps = join(root, 'node_modules', '.kitchen')
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
const say = (text) => process.stderr.write(`${text}\n`)

/** How each command is run by Node 24, once everything is there. */
const programs = {
  test: () => [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...['unit', 'integration', 'journeys'].flatMap((name) => ['--project', name]),
    ...rest,
  ],
  battery: () => ['node_modules/vitest/vitest.mjs', 'run', '--project', 'battery', ...rest],
  bench: () => [`test/load/${rest[0] ?? 'README'}.ts`, ...rest.slice(1)],
  pictures: () => ['scripts/pictures.ts', ...rest],
  check: () => ['scripts/check.ts', ...rest],
}
/** A region on PostgreSQL alone needs no Java. */
const engines = command === 'region' && !rest.some((word) => /^(--engines=)?postgres$/.test(word))
const testing = ['test', 'battery', 'bench', 'pictures'].includes(command)

if (process.platform !== 'linux') fail('中央厨房只在 Linux 上运行（Debian、Ubuntu）。\nCentral Kitchen runs on Linux (Debian or Ubuntu).')
await bringPackages()
const node = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node')
if (!existsSync(node))
  fail(`没有适合 ${process.arch} 的 Node 24；支持 x64 和 arm64。\nThere is no Node 24 for ${process.arch}; x64 and arm64 are supported.`)
const tools = await bringTools({ root, testing, engines, say, environment })
buildFrontEnd()
handOver()

async function bringPackages() {
  const manifests = [
    'package.json',
    'pnpm-workspace.yaml',
    'pnpm-lock.yaml',
    ...['packages', 'services'].flatMap((kind) => readdirSync(join(root, kind)).map((name) => `${kind}/${name}/package.json`)),
  ]
  const wanted = hashOf(manifests.filter((file) => existsSync(join(root, file))))
  if (readStamp('packages') === wanted) return
  const { pnpm } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config
  say('正在安装依赖包（第一次约半分钟到几分钟） …\nInstalling packages (the first time half a minute to some minutes) …')
  const { done, said } = await installPackages({ root, pnpm, say, environment })
  if (!done)
    fail(
      `${said}\n✕ 依赖包没有装上：请检查网络和磁盘空间，再执行一次。\n  The packages could not be installed: check the network and the disk, and run this again.`,
    )
  writeStamp('packages', wanted)
}

function buildFrontEnd() {
  const wanted = hashOf(['services/workspace', 'packages/model', 'packages/api', 'packages/document'].flatMap(sourcesBelow))
  if (readStamp('front-end') === wanted && existsSync(join(root, 'services/workspace/dist/index.html'))) return
  say('正在构建前端 building the front end …')
  run(
    node,
    ['../../services/workspace/node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    '✕ 前端没有构建成功，原因见上。 The front end could not be built; the reason stands above.',
    join(root, 'services/workspace'),
  )
  writeStamp('front-end', wanted)
}

function handOver() {
  const program = programs[command]?.() ?? ['services/kitchen/src/main.ts', command, ...rest]
  const child = spawn(node, program, {
    cwd: root,
    stdio: 'inherit',
    env: { ...environment, ...tools, KITCHEN_CALLED_FROM: process.env.INIT_CWD ?? process.cwd(), KITCHEN_BEGAN: String(began) },
  })
  // A terminal sends Ctrl-C to the whole group; a signal that was sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

function run(program, args, sentence, cwd = root) {
  const { status } = spawnSync(program, args, { cwd, stdio: ['ignore', 2, 2], env: { ...environment, CI: 'true' } })
  if (status !== 0) fail(sentence)
}

function sourcesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|dist|[\\/]test([\\/]|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function readStamp(name) {
  const file = join(stamps, name)
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined
}

function writeStamp(name, value) {
  mkdirSync(stamps, { recursive: true })
  writeFileSync(join(stamps, name), value)
}

function fail(sentence) {
  say(sentence)
  process.exit(1)
}
