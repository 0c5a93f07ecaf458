import type { Failure, ProductFile } from '@kitchen/api'
import type { Bilingual, CentreId, Channel, OutletId, Sha256, StoryId } from '@kitchen/model'

/** A row of generation.product as PostgreSQL gives it. */
export type ProductRow = {
  readonly story: StoryId
  readonly version: number
  readonly outlet: OutletId
  readonly centre: CentreId
  readonly origin: CentreId
  readonly channel: Channel
  /** Whether the outlet's own centre may see it, when the story is another's. */
  readonly released: boolean
  readonly rank: number
  readonly needs: readonly string[]
  readonly state: 'waiting' | 'making' | 'made' | 'refused'
  /** Failures so far, and how often a worker has taken it. */
  readonly tries: number
  readonly claims: number
  readonly product: string | null
  readonly hash: Sha256 | null
  readonly files: readonly ProductFile[]
  readonly notes: readonly Bilingual[]
  readonly failure: Failure | null
  readonly since: Date
  readonly at: Date | null
}

/** What is made first: what people look at before they sign, then television, then print. */
export const rankOf: Record<Channel, number> = { web: 0, app: 0, wechat: 0, tv: 1, print: 2 }

/** `<story>.<version>.<outlet>`. */
export const productId = ({ story, version, outlet }: Pick<ProductRow, 'story' | 'version' | 'outlet'>): string =>
  `${story}.${version}.${outlet}`
