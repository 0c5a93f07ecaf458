import { refuseRequest } from '@kitchen/runtime'
import type { RequestHandler } from 'express'

/** No name and no word has a zero byte in it, and PostgreSQL takes none: an address with one is nobody's. */
export const noNul: RequestHandler = ({ url }, _response, next) =>
  next(url.includes('%00') ? refuseRequest('runtime/not-found') : undefined)
