// `pnpm check`: format and lint, types, unused code. Each is named; the first that fails ends with its code after all have run.
import { spawnSync } from 'node:child_process'

const checks = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']],
  ['types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['unused', ['node_modules/knip/bin/knip.js']],
] as const

const results = checks.map(([name, args]) => {
  const { status } = spawnSync(process.execPath, [...args], { stdio: 'inherit' })
  console.log(`${status === 0 ? '●' : '✕'} ${name}`)
  return status ?? 1
})
process.exitCode = results.find((status) => status !== 0) ?? 0
