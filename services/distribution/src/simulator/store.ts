import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** An article of a draft, as a client has sent it. */
export const article = z.object({
  title: z.string(),
  author: z.string().default(''),
  digest: z.string().default(''),
  content: z.string().default(''),
  content_source_url: z.string().default(''),
  thumb_media_id: z.string().default(''),
  article_type: z.string().optional(),
  pic_crop_235_1: z.string().optional(),
  pic_crop_1_1: z.string().optional(),
})
export type Article = z.infer<typeof article>

const tables = {
  account: z.object({
    appid: z.string(),
    secret: z.string(),
    kind: z.enum(['subscription', 'service']),
    verified: z.boolean(),
    allowed: z.array(z.string()).nullable(),
    callback: z.string().nullable(),
  }),
  token: z.object({ appid: z.string(), token: z.string(), until: z.number() }),
  image: z.object({ appid: z.string(), id: z.string(), file: z.string(), type: z.string(), material: z.boolean() }),
  draft: z.object({
    appid: z.string(),
    id: z.string(),
    articles: z.array(article),
    at: z.number(),
    state: z.enum(['draft', 'sent', 'deleted']),
  }),
  published: z.object({
    appid: z.string(),
    id: z.string(),
    draft: z.string(),
    how: z.enum(['hand', 'mass', 'publish']),
    message: z.number(),
    publish: z.string(),
    article,
    at: z.number(),
    deleted: z.boolean(),
  }),
} as const
type Tables = { [Name in keyof typeof tables]: z.infer<(typeof tables)[Name]> }
export type Published = Tables['published']
export type SimulatedAccount = Tables['account']
const line = z.object({ table: z.enum(['account', 'token', 'image', 'draft', 'published']), key: z.string(), row: z.unknown() })

/** What the simulator knows. Every change is a line at the end of one file, written before the answer: a killed simulator has forgotten nothing. */
export type Store = {
  readonly put: <Name extends keyof Tables>(table: Name, key: string, row: Tables[Name]) => void
  readonly get: <Name extends keyof Tables>(table: Name, key: string) => Tables[Name] | undefined
  readonly all: <Name extends keyof Tables>(table: Name) => Tables[Name][]
}

export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'wechat.jsonl')
  const rows = new Map<string, Map<string, unknown>>(Object.keys(tables).map((name) => [name, new Map()]))
  for (const { table, key, row } of readLines(path)) rows.get(table)?.set(key, tables[table].parse(row))
  const tableOf = (name: keyof Tables) => rows.get(name)!
  return {
    put: (table, key, row) => {
      appendFileSync(path, `${JSON.stringify({ table, key, row })}\n`)
      tableOf(table).set(key, row)
    },
    get: <Name extends keyof Tables>(table: Name, key: string) => tableOf(table).get(key) as Tables[Name] | undefined,
    all: <Name extends keyof Tables>(table: Name) => [...tableOf(table).values()] as Tables[Name][],
  }
}

/** A last line that was cut off by a crash had not been answered: it is left out. */
function readLines(path: string): z.infer<typeof line>[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return [line.parse(JSON.parse(text))]
      } catch {
        return []
      }
    })
}
