import { makeArticle } from './app/article.ts'
import type { Maker } from './product.ts'
import { makeBulletin } from './tv/bulletin.ts'
import { makeSite } from './web/site.ts'
import { makeAccount } from './wechat/account.ts'

/** The maker of each channel; print has a press of its own that is started and stopped. */
export const makers = { web: makeSite, app: makeArticle, wechat: makeAccount, tv: makeBulletin } as const satisfies Record<string, Maker>
