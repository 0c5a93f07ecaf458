// versitygw, the S3 server of the tests: no package carries it, so a Go that is there makes it once, before the tests, which would otherwise share the cores.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const version = 'v1.8.0'
const most = 10 * 60_000

/** Leaves `versitygw` in `<folder>/bin` where a Go ≥ 1.22 is found; without one, or where it can't be made, the tests of S3 say that they prove nothing. */
export function makeS3Server({ folder, say, environment }) {
  if (existsSync(join(folder, 'bin', 'versitygw')) || !hasGo(environment)) return
  say(`正在编译测试用的 S3 服务器（一次，三四分钟） …\nMaking the S3 server of the tests (once, three to four minutes) …`)
  const { status } = spawnSync('go', ['install', `github.com/versity/versitygw/cmd/versitygw@${version}`], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...environment, GOBIN: join(folder, 'bin'), GOFLAGS: '-mod=mod' },
    timeout: most,
  })
  if (status !== 0) say('▲ S3 服务器没有编译成功，对应的测试跳过。 The S3 server could not be made: its tests are skipped.')
}

function hasGo(environment) {
  const said = spawnSync('go', ['version'], { encoding: 'utf8', env: environment }).stdout ?? ''
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(said) ?? []
  return Number(major) > 1 || Number(minor) >= 22
}
