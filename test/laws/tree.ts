import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** A source file of a package or service: where it lies and what it imports. */
export type Source = { readonly path: string; readonly home: string; readonly text: string; readonly imports: readonly string[] }

const left = /node_modules|[\\/]dist([\\/]|$)/

/** Every TypeScript file below packages and services. */
export const sources: readonly Source[] = ['packages', 'services'].flatMap((kind) =>
  readdirSync(join(root, kind), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !left.test(entry.parentPath))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name).slice(root.length + 1)
      const text = readFileSync(join(root, path), 'utf8')
      return { path, home: path.split('/').slice(0, 2).join('/'), text, imports: importsOf(text) }
    }),
)

function importsOf(text: string): string[] {
  return [...text.matchAll(/^\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\('([^']+)'\)/gm)].map(
    (found) => found[1] ?? found[2] ?? found[3] ?? '',
  )
}

export const readJson = (path: string): Record<string, Record<string, string>> => JSON.parse(readFileSync(join(root, path), 'utf8'))
export const homes = ['packages', 'services'].flatMap((kind) => readdirSync(join(root, kind)).map((name) => `${kind}/${name}`))
