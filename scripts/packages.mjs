// The workspace's packages, brought by the pinned pnpm through npx.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * Installs what the lock file says and tells how far it is. Answers whether it succeeded, and what pnpm said at the end. A first failure is tried once
 * more: what was fetched is kept.
 */
export async function installPackages({ root, pnpm, say, environment }) {
  const first = await install(root, pnpm, say, environment)
  if (first.done) return first
  say('没有装完，再试一次 …　Not complete, trying once more …')
  return install(root, pnpm, say, environment)
}

async function install(root, pnpm, say, environment) {
  const words = ['--yes', `pnpm@${pnpm}`, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only']
  const child = spawn('npx', words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...environment, CI: 'true' } })
  const said = []
  const tell = progress(say)
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line)
      tell(line)
    })
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', () => resolve(1)))
  return { done: code === 0, said: said.slice(-15).join('\n') }
}

/** pnpm's own lines, in two languages, at most one a second. */
function progress(say) {
  let last = 0
  return (line) => {
    const [, resolved, reused, downloaded, added] =
      /^Progress: resolved (\d+), reused (\d+), downloaded (\d+), added (\d+)/.exec(line) ?? []
    const [, name, bytes] = /^Downloading (\S+?@?[^@]+@[^:]+): (.* MB\/.* MB)/.exec(line) ?? []
    if (resolved === undefined && name === undefined) return
    if (Date.now() - last < 1000) return
    last = Date.now()
    if (name) say(`  下载 loading ${name}  ${bytes}`)
    else say(`  依赖包 packages ${added} / ${resolved}（已下载 downloaded ${downloaded}，本机已有 kept ${reused}）`)
  }
}
