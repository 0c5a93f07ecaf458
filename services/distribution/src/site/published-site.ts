import type { Database } from '@kitchen/database'
import type { Router } from 'express'
import { shelfOf } from './shelf.ts'
import { publishedRoutes, type SiteNeeds } from './site.ts'

/**
 * Everything of the published origin, `/media` too. It only reads rows and bytes, so the front door serves it itself: readers go on reading while
 * deliveries stand still.
 */
export const publishedSite = (needs: Omit<SiteNeeds, 'shelf'> & { readonly database: Database }): Router =>
  publishedRoutes({ ...needs, shelf: shelfOf(needs.database) })
