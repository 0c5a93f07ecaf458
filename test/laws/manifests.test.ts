import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homes, readJson, root } from './tree.ts'

const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')

/** Packages whose native build for arm64 is missing, and what is lost there. */
const lostOnArm64: Record<string, string> = {
  '@myriaddreamin/typst-ts-node-compiler': 'print: the cell says that no page can be set on this machine',
}

test('each native package for x64 has its twin for arm64, or the loss is written down', () => {
  const names = [...lock.matchAll(/^ {2}'?((?:@[\w.-]+\/)?[\w.-]*linux-x64[\w.-]*)@([\w.-]+)'?:/gm)].map(([, name, version]) => ({
    name: name!,
    version: version!,
  }))
  expect(names.length).toBeGreaterThan(3)
  const alone = names.filter(({ name, version }) => !lock.includes(`${name.replace('x64', 'arm64')}@${version}`))
  expect(alone.filter(({ name }) => !Object.keys(lostOnArm64).some((lost) => name.startsWith(lost))).map(({ name }) => name)).toEqual([])
})

test('dependencies are pinned to one version across the whole tree', () => {
  const wanted = new Map<string, Set<string>>()
  for (const home of [...homes, '.']) {
    const { dependencies = {}, devDependencies = {} } = readJson(join(home, 'package.json'))
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      wanted.set(name, (wanted.get(name) ?? new Set()).add(version))
  }
  expect([...wanted].filter(([, versions]) => versions.size > 1).map(([name, versions]) => `${name}: ${[...versions]}`)).toEqual([])
})

test('the commands that the READMEs name are there', () => {
  const { scripts = {} } = readJson('package.json')
  for (const file of ['README.md', 'README.zh-CN.md']) {
    const named = [...readFileSync(join(root, file), 'utf8').matchAll(/npm (?:run )?([a-z:]+)/g)]
      .map(([, name]) => name!)
      .filter((name) => name !== 'run' && name !== 'install')
    expect(named.length, file).toBeGreaterThan(1)
    expect(
      named.filter((name) => scripts[name] === undefined),
      file,
    ).toEqual([])
  }
})
