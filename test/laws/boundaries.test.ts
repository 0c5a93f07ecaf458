import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { eventTable, topics } from '@kitchen/events'
import { expect, test } from 'vitest'
import { homes, readJson, root, sources } from './tree.ts'

const services = homes.filter((home) => home.startsWith('services/')).map((home) => home.slice('services/'.length))
const pure = ['packages/model', 'packages/events', 'packages/api', 'packages/document']
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

test('services never import services; the kitchen alone joins them', () => {
  const crossing = sources
    .filter(({ home }) => home.startsWith('services/') && home !== 'services/kitchen')
    .flatMap(({ path, home, imports }) =>
      imports
        .filter((one) => services.some((name) => one.startsWith(`@kitchen/${name}`) && home !== `services/${name}`))
        .map((one) => `${path} imports ${one}`),
    )
  expect(crossing).toEqual([])
})

test('packages never import services', () => {
  const crossing = sources
    .filter(({ home }) => home.startsWith('packages/'))
    .flatMap(({ path, imports }) =>
      imports.filter((one) => services.includes(one.replace('@kitchen/', '').split('/')[0]!)).map((one) => `${path} imports ${one}`),
    )
  expect(crossing).toEqual([])
})

test('what the browser shares with the services touches nothing of Node', () => {
  const touching = sources
    .filter(({ home, path }) => pure.includes(home) && path.includes('/src/') && !/hash/.test(path))
    .flatMap(({ path, imports }) => imports.filter(isBuiltin).map((one) => `${path} imports ${one}`))
  expect(touching).toEqual([])
})

test('every package that is imported is in the manifest of its importer', () => {
  const missing = sources
    .filter(({ path }) => path.includes('/src/'))
    .flatMap(({ path, home, imports }) => {
      const { name, dependencies = {}, devDependencies = {}, optionalDependencies = {} } = readJson(`${home}/package.json`)
      const known = new Set([String(name), ...Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })])
      return imports
        .filter((one) => !one.startsWith('.') && !isBuiltin(one) && !known.has(packageOf(one)))
        .map((one) => `${path} imports ${one}`)
    })
  expect(missing).toEqual([])
})

test('the top level is as it was agreed', () => {
  const agreed = [
    'services',
    'packages',
    'infra',
    'scripts',
    'test',
    'pnpm-workspace.yaml',
    'package.json',
    'tsconfig.base.json',
    'README.md',
    'README.zh-CN.md',
    'pnpm-lock.yaml',
    'biome.json',
    'knip.json',
    'vitest.config.ts',
    'tsconfig.json',
    'node_modules',
    'out',
  ]
  expect(readdirSync(root).filter((name) => !name.startsWith('.') && !agreed.includes(name))).toEqual([])
})

test('no folder is a drawer for odds and ends', () => {
  const drawers = sources.map(({ path }) => path).filter((path) => /\/(utils?|common|helpers?|shared|base|misc)\//.test(path))
  expect(drawers).toEqual([])
})

test('every part has a README that says what it promises', () => {
  expect(homes.filter((home) => !existsSync(join(root, home, 'README.md')))).toEqual([])
})

test('every event is named in the README of a service, and its topic is its noun', () => {
  const told = services
    .map((name) => join(root, 'services', name, 'README.md'))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  expect(Object.keys(eventTable).filter((type) => !told.includes(type))).toEqual([])
  expect(topics.sort()).toEqual([...new Set(Object.keys(eventTable).map((type) => type.split('.')[0]))].sort())
})
