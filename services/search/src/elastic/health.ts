import { type Client, errors } from '@elastic/elasticsearch'
import type { Health } from '../document.ts'
import { mappingVersion } from './mapping.ts'

/** Reachable, of a version that we speak to, alias there, mapping and word list ours: the first that is not so is the trouble. Never rejects. */
export async function healthOf(client: Client, alias: string, wordList: string): Promise<Health> {
  const none = { reachable: false, version: '', documents: 0, wordList: '' }
  try {
    const { version } = await client.info()
    const there = { ...none, reachable: true, version: version.number }
    if (!speaks(version.number)) return { ...there, trouble: troubles.version(version.number) }
    const index = await indexBehind(client, alias)
    if (index === null) return { ...there, trouble: troubles.alias(alias) }
    const { count } = await client.count({ index: alias, query: { term: { gone: false } } })
    const whole = { ...there, documents: count, wordList: index.wordList }
    if (index.mapping !== mappingVersion) return { ...whole, trouble: troubles.mapping(index.name) }
    return { ...whole, trouble: index.wordList === wordList ? null : troubles.wordList(index.name) }
  } catch (trouble) {
    return { ...none, trouble: troubles.unreachable(trouble instanceof Error ? trouble.message : String(trouble)) }
  }
}

const speaks = (version: string) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major === 9 || (major === 8 && minor >= 19)
}

const troubles = {
  unreachable: (why: string) => ({ kind: 'unreachable', zh: `连不上 Elasticsearch：${why}`, en: `Elasticsearch can't be reached: ${why}` }),
  version: (found: string) => ({
    kind: 'version',
    zh: `版本 ${found} 不受支持，需要 8.19 以上或 9.x`,
    en: `version ${found} is not supported; 8.19 or later, or 9.x, is`,
  }),
  alias: (alias: string) => ({
    kind: 'alias',
    zh: `没有别名 ${alias}，索引还没有建`,
    en: `there is no alias ${alias}: the index was not built yet`,
  }),
  mapping: (index: string) => ({
    kind: 'mapping',
    zh: `${index} 的字段与本程序不一致`,
    en: `the fields of ${index} are not those of this program`,
  }),
  wordList: (index: string) => ({ kind: 'words', zh: `${index} 按另一份词表切分`, en: `${index} was cut by another word list` }),
} satisfies Record<string, (said: string) => NonNullable<Health['trouble']>>

/** The index that the alias points at, with what it was made by; null where there is none. */
export async function indexBehind(client: Client, alias: string): Promise<{ name: string; wordList: string; mapping: string } | null> {
  try {
    const [entry] = Object.entries(await client.indices.getMapping({ index: alias }))
    if (entry === undefined) return null
    const meta = entry[1].mappings._meta ?? {}
    return { name: entry[0], wordList: String(meta.wordList ?? ''), mapping: String(meta.mapping ?? '') }
  } catch (trouble) {
    if (trouble instanceof errors.ResponseError && trouble.statusCode === 404) return null
    throw trouble
  }
}
