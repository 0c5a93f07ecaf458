import type { Database } from '@kitchen/database'
import type { Report } from '@kitchen/runtime'

/** For the System page: how many stories are offered and taken over. Nothing gets stuck here: who does not adopt has not to. */
export async function reportOn({ database }: { database: Database }): Promise<Report> {
  const { rows } = await database.system.query<{ offers: number; copies: number; recalled: number }>(FIGURES)
  const { offers = 0, copies = 0, recalled = 0 } = rows[0] ?? {}
  const figure = (zh: string, en: string, value: number) => ({ name: { zh, en }, value, unit: 'count' })
  const figures = [
    figure('供稿', 'offers', offers),
    figure('本地稿', 'copies', copies),
    figure('随原稿撤回的本地稿', 'copies recalled', recalled),
  ]
  return { part: 'syndication', state: 'ready', figures, stuck: [] }
}
const FIGURES = `select (select count(*)::int from syndication.offer) as offers, count(*)::int as copies, count(recalled_at)::int as recalled from syndication.copy`
