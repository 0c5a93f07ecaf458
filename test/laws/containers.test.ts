import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { settingsSchema } from '@kitchen/runtime'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { targetNames } from '../../services/kitchen/src/split/targets.ts'
import { root } from './tree.ts'

type Service = { readonly image?: string; readonly command?: readonly string[]; readonly environment?: Readonly<Record<string, unknown>> }
const compose: { readonly services: Readonly<Record<string, Service>> } = parse(readFileSync(join(root, 'infra/compose.yaml'), 'utf8'), {
  merge: true,
})
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'central-kitchen')
const dockerfile = readFileSync(join(root, 'infra/Dockerfile'), 'utf8')

test('each setting of a container is one that the program knows, and takes together', () => {
  for (const [name, { environment = {} }] of ours) {
    expect(
      Object.keys(environment).filter((one) => !(one in settingsSchema.shape)),
      name,
    ).toEqual([])
    const given = Object.entries(environment).map(([key, value]) => [
      key,
      key === 'WECHAT_ACCOUNTS' ? join(root, 'package.json') : String(value),
    ])
    const filled = Object.fromEntries(given.map(([key, value]) => [key, value!.replace(/\$\{\w+\}/g, 'filled')]))
    expect(settingsSchema.safeParse(filled).error?.issues ?? [], name).toEqual([])
  }
})

test('there is a container for every target; the simulator is for samples alone', () => {
  const targets = ours.map(([, { command }]) => command?.[1])
  expect(targetNames.filter((one) => one !== 'simulator' && !targets.includes(one))).toEqual([])
  expect(targets.filter((one) => one === 'transcoding')).toHaveLength(2)
  for (const [name, { environment }] of ours) expect(environment?.KITCHEN_INNER_HOST, name).toBe(name)
})

test('the image holds every file that the program imports', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) => names!.split(' '))
  const outside = [...closure('services/kitchen/src/main.ts')].filter(
    (file) => !copied.some((one) => file === one || file.startsWith(`${one}/`)),
  )
  expect(outside).toEqual([])
  for (const name of copied) expect(existsSync(join(root, name)), name).toBe(true)
  const installs = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'infra', 'packages', 'services']
  expect(installs.filter((one) => !copied.includes(one))).toEqual([])
})

/** The files that one reaches by relative imports; packages of the workspace lie below `packages` and `services`. */
function closure(from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen
  seen.add(from)
  const text = readFileSync(join(root, from), 'utf8')
  for (const [, one] of text.matchAll(/(?:from|import\() ?'(\.[^']+\.ts)'/g)) closure(relative(root, join(root, dirname(from), one!)), seen)
  return seen
}
