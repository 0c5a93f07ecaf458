// Programs that npm does not carry: found on the PATH, else from Debian's packages, else, for ffmpeg, from npm into the data folder.
import { spawnSync } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

/** Program (or file) → Debian package. Products need the first list, tests the second as well. */
const forProducts = {
  ffmpeg: 'ffmpeg',
  pdftoppm: 'poppler-utils',
  'fc-list': 'fontconfig',
}
const forTests = {
  chromium: 'chromium',
  gs: 'ghostscript',
  qpdf: 'qpdf',
  mediainfo: 'mediainfo',
  exiftool: 'libimage-exiftool-perl',
  java: 'default-jre-headless',
  '/usr/lib/python3/dist-packages/feedparser': 'python3-feedparser',
}

/** Brings what is missing and answers the environment that makes it found. What can't be had is said, and the program goes on without it. */
export async function bringTools({ root, testing, say, environment }) {
  const wanted = { ...forProducts, ...(testing ? forTests : {}) }
  if (environment.CHROME || isThere('google-chrome')) delete wanted.chromium
  const missing = Object.entries(wanted).filter(([name]) => !isThere(name))
  if (missing.length > 0) installDebian([...new Set(missing.map(([, name]) => name))], say, environment)
  const left = missing.filter(([name]) => !isThere(name))
  const own = left.some(([name]) => name === 'ffmpeg') ? ffmpegFromNpm(join(root, '.kitchen-tools'), say, environment) : undefined
  for (const [name, packaged] of left)
    if (name !== 'ffmpeg' || !own)
      say(
        `Without ${name} (Debian package ${packaged}) some products can't be made; their cells say so. 缺少 ${packaged}，部分成品无法生成。`,
      )
  return own ? { PATH: `${own}${delimiter}${process.env.PATH}` } : {}
}

function isThere(name) {
  if (name.startsWith('/')) return existsSync(name)
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function installDebian(packages, say, environment) {
  if (!isThere('apt-get')) {
    say(`This is not Debian or Ubuntu: please install ${packages.join(', ')}. 请自行安装：${packages.join('、')}`)
    return
  }
  const prefix = process.getuid() === 0 ? [] : ['sudo', '-n']
  if (prefix.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    say(
      `No right to install ${packages.join(', ')}: ask an administrator for "apt-get install ${packages.join(' ')}". 没有安装权限，请管理员执行此命令。`,
    )
    return
  }
  say(`Installing ${packages.join(', ')} 安装系统工具 …`)
  const apt = (...args) =>
    spawnSync([...prefix, 'apt-get'][0], [...prefix, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=120', ...args].slice(1), {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  if (!apt('install', '-y', '--no-install-recommends', ...packages)) {
    apt('update')
    for (const name of apt('install', '-y', '--no-install-recommends', ...packages) ? [] : packages)
      apt('install', '-y', '--no-install-recommends', name)
  }
}

/** Builds of 4.1 that npm carries: for machines where nobody may install anything. */
function ffmpegFromNpm(folder, say, environment) {
  const names = ['@ffmpeg-installer/ffmpeg', '@ffprobe-installer/ffprobe']
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  say('Bringing ffmpeg from npm 从 npm 获取 ffmpeg …')
  if (
    spawnSync('npm', ['install', '--no-audit', '--no-fund', ...names], { cwd: folder, stdio: ['ignore', 2, 2], env: environment })
      .status !== 0
  )
    return undefined
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  const from = createRequire(join(folder, 'package.json'))
  for (const name of names) {
    const { path } = from(name)
    chmodSync(path, 0o755)
    writeFileSync(join(bin, name.split('/')[1]), `#!/bin/sh\nexec ${JSON.stringify(path)} "$@"\n`, { mode: 0o755 })
  }
  return bin
}
