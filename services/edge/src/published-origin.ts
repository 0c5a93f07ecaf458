import { answerProblems, type Logger, refuseRequest, traced } from '@kitchen/runtime'
import express, { type Express, type Router } from 'express'
import helmet from 'helmet'
import { noNul } from './no-nul.ts'

/** Origin 2: what is published, for everyone. It knows no session and sets no cookie, so a published page can never act as an editor. */
export function publishedOrigin({ logger, published }: { logger: Logger; published: Router }): Express {
  const app = express().disable('x-powered-by').set('etag', 'strong')
  app.use(
    helmet({
      contentSecurityPolicy: { directives: policy },
      strictTransportSecurity: false,
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      crossOriginOpenerPolicy: false,
      originAgentCluster: false,
    }),
  )
  app.use(traced)
  app.use(noNul)
  app.get('/live', (_request, response) => {
    response.type('text').send('live\n')
  })
  app.use(published)
  app.use(() => {
    throw refuseRequest('runtime/not-found')
  })
  app.use(answerProblems(logger))
  return app
}

const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  fontSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'self'"],
  upgradeInsecureRequests: null,
}
