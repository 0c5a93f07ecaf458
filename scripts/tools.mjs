// Programs that are not npm packages of the workspace: found on the PATH, else from Debian's packages, else what npm carries of them.
import { spawnSync } from 'node:child_process'
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { bringCarried } from './carried.mjs'
import { makeS3Server } from './s3-server.mjs'

/** Program (or file) → its Debian package and what goes without it. Products need the first list, a region's engines the second, tests all. */
const forProducts = {
  ffmpeg: ['ffmpeg', '视频和音频不能转码', 'video and sound can not be rendered'],
  ffprobe: ['ffmpeg', '视频和音频不能识别', 'video and sound can not be read'],
  pdftoppm: ['poppler-utils', '报纸版面没有预览图，PDF 照出', 'newspaper pages have no preview picture; the PDF is made'],
}
const oracle = ['对应的成品检验跳过', 'the check of products by it is skipped']
const engine = ['真实引擎（Kafka、Elasticsearch）不能运行', 'the real engines can not run']
/** What the real engines of a region run on. */
const forEngines = {
  java: ['default-jdk-headless', ...engine],
  javac: ['default-jdk-headless', ...engine],
  mvn: ['maven', ...engine],
}
const forTests = {
  ...forEngines,
  chromium: ['chromium', '浏览器测试不能运行', 'journeys in a browser can not run'],
  gs: ['ghostscript', ...oracle],
  qpdf: ['qpdf', ...oracle],
  mediainfo: ['mediainfo', ...oracle],
  exiftool: ['libimage-exiftool-perl', ...oracle],
  '/usr/lib/python3/dist-packages/feedparser': ['python3-feedparser', ...oracle],
}

/** Brings what is missing and answers the environment in which it is found. What can't be had is said, and the program goes on without it. */
export async function bringTools({ root, testing, engines, say, environment }) {
  const folder = join(root, '.kitchen-tools')
  const path = `${environment.PATH ?? ''}${delimiter}${join(folder, 'bin')}`
  const found = (name) => (name === 'chromium' ? browserIn(environment, path) !== undefined : fileOf(name, path) !== undefined)
  const wanted = Object.entries({ ...forProducts, ...(engines ? forEngines : {}), ...(testing ? forTests : {}) })
  const missing = () => wanted.filter(([name]) => !found(name))
  const asked = missing().filter(([name]) => name !== 'chromium' || !isUbuntu()) // Ubuntu's package is a stub that asks for snap
  if (asked.length > 0) installDebian([...new Set(asked.map(([, [name]]) => name))], say, environment)
  const left = missing().map(([name]) => name)
  await bringCarried({ root, folder, names: left, say, environment })
  if (testing) makeS3Server({ folder, say, environment })
  for (const [name, [packaged, zh, en]] of missing())
    say(`▲ 缺少 ${name}（Debian 软件包 ${packaged}）：${zh}。\n  ${name} is missing (Debian package ${packaged}): ${en}.`)
  return { PATH: path, ...(testing && browserIn(environment, path) ? { CHROME: browserIn(environment, path) } : {}) }
}

/** $CHROME, chromium, google-chrome: the first that is a program. */
function browserIn({ CHROME }, path) {
  if (CHROME) return CHROME
  return ['chromium', 'google-chrome', 'google-chrome-stable']
    .map((name) => fileOf(name, path))
    .find((file) => file !== undefined && !isSnapStub(file))
}

function fileOf(name, path) {
  if (name.startsWith('/')) return existsSync(name) ? name : undefined
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A script of some lines that sends its caller to snap. */
function isSnapStub(file) {
  const [head, open] = [Buffer.alloc(2048), openSync(file, 'r')]
  readSync(open, head, 0, head.length, 0)
  closeSync(open)
  return head.toString('latin1').startsWith('#!') && head.includes('snap install')
}

const isUbuntu = () => existsSync('/etc/os-release') && /^ID=ubuntu/m.test(readFileSync('/etc/os-release', 'utf8'))

function installDebian(packages, say, environment) {
  const line = `apt-get install ${packages.join(' ')}`
  if (!existsSync('/usr/bin/apt-get')) {
    say(
      `▲ 本机不是 Debian 或 Ubuntu，请自行安装：${packages.join('、')}。\n  This is neither Debian nor Ubuntu: please install ${packages.join(', ')}.`,
    )
    return
  }
  const prefix = process.getuid() === 0 ? [] : ['sudo', '-n']
  if (prefix.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    say(`▲ 没有安装系统软件的权限；可请管理员执行：${line}\n  No right to install system packages; an administrator may run: ${line}`)
    return
  }
  say(`正在安装系统工具（一两分钟）：${packages.join('、')}\nInstalling system tools (a minute or two): ${packages.join(', ')} …`)
  if (!install(prefix, packages, environment)) say(`▲ 有的系统工具没有装上。 Some system tools could not be installed: ${line}`)
}

/** All at once; then with fresh lists; then one by one, so that one that is not to be had costs none of the others. */
function install(prefix, packages, environment) {
  const [program, ...first] = [...prefix, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=120']
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } }
  const apt = (...words) => spawnSync(program, [...first, ...words], options).status === 0
  const add = (...names) => apt('install', '-y', '--no-install-recommends', ...names)
  if (add(...packages)) return true
  apt('update')
  return add(...packages) || packages.map((name) => add(name)).every(Boolean)
}
