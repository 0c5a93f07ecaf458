import type { Migrations } from '@kitchen/database'

export {
  type DistributionNeeds,
  type DistributionValue,
  startDistribution,
  type WechatAccounts,
  type WechatSettings,
} from './distribution.ts'
export { type Simulator, startWechatSimulator } from './simulator/simulator.ts'
export { publishedSite } from './site/published-site.ts'
export { readWechatAccounts } from './wechat/accounts.ts'

/** Tables of deliveries and of the embedded sites. */
export const migrations: Migrations = { schema: 'distribution', folder: new URL('../migrations/', import.meta.url) }
