import type { Database } from '@kitchen/database'
import type { CentreId, Sha256 } from '@kitchen/model'

/** A live or withdrawn page of the embedded site or app. */
export type Page = {
  readonly outlet: string
  readonly story: string
  readonly centre: CentreId
  readonly channel: 'web' | 'app'
  readonly version: number
  readonly product: string
  readonly hash: Sha256
  readonly headline: string
  readonly summary: string
  readonly card: string | null
  readonly keywords: readonly string[]
  readonly published_at: Date
  readonly entry: Sha256 | null
  readonly bytes: number
  readonly gone: boolean
  readonly sequence: number
  readonly at: Date
}

/** What stands on the shelves of the published origin. */
export type Shelf = {
  readonly page: (centre: string, channel: Page['channel'], story: string) => Promise<Page | undefined>
  /** Live pages, newest first. */
  readonly newest: (centre: string, channel: Page['channel'], limit: number, since?: Date) => Promise<Page[]>
  readonly find: (centre: string, words: readonly string[]) => Promise<Page[]>
  /** Pages in the order of their changes, withdrawn ones too: those below `before`, newest first, or those above `since`, oldest first. */
  readonly changes: (centre: string, range: { readonly before: number } | { readonly since: number }, limit: number) => Promise<Page[]>
  /** Number of the centre's last change in the app. */
  readonly lastChange: (centre: string) => Promise<number>
  readonly media: (sha256: string) => Promise<'live' | 'gone' | 'unknown'>
}

export function shelfOf({ system }: Database): Shelf {
  const pages = async (name: string, text: string, values: readonly unknown[]): Promise<Page[]> =>
    (await system.query<Page>({ name, text, values: [...values] })).rows
  return {
    page: async (centre, channel, story) =>
      (
        await pages('page', `select * from distribution.page where centre = $1 and channel = $2 and story = $3 order by gone limit 1`, [
          centre,
          channel,
          story,
        ])
      )[0],
    newest: (centre, channel, limit, since = new Date(0)) =>
      pages(
        'newest',
        `select * from distribution.page where centre = $1 and channel = $2 and not gone and published_at >= $4 order by published_at desc, story desc limit $3`,
        [centre, channel, limit, since],
      ),
    find: (centre, words) =>
      pages(
        'find',
        `select * from distribution.page where centre = $1 and channel = 'web' and not gone and headline || ' ' || summary || ' ' || array_to_string(keywords, ' ') ilike all($2::text[]) order by published_at desc limit 50`,
        [centre, words.map(pattern)],
      ),
    changes: (centre, range, limit) =>
      'since' in range
        ? pages(
            'since',
            `select * from distribution.page where centre = $1 and channel = 'app' and sequence > $2 order by sequence limit $3`,
            [centre, range.since, limit],
          )
        : pages(
            'before',
            `select * from distribution.page where centre = $1 and channel = 'app' and sequence < $2 order by sequence desc limit $3`,
            [centre, range.before, limit],
          ),
    lastChange: async (centre) =>
      (
        await system.query<{ last: number }>({
          name: 'last change',
          text: `select coalesce(max(sequence), 0) as last from distribution.shelf where outlet in (select outlet from distribution.page where centre = $1 and channel = 'app')`,
          values: [centre],
        })
      ).rows[0]!.last,
    media: async (sha256) => {
      const { rows } = await system.query<{ live: boolean | null }>({
        name: 'media',
        text: 'select bool_or(live) as live from distribution.page_media where sha256 = $1',
        values: [sha256],
      })
      const live = rows[0]?.live ?? null
      return live === null ? 'unknown' : live ? 'live' : 'gone'
    },
  }
}

const pattern = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`
