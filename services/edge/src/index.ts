import { type Listening, listen, type Part, type Reach } from '@kitchen/runtime'
import type { Router } from 'express'
import { openLive } from './live.ts'
import { publishedOrigin } from './published-origin.ts'
import { sameOrigin, type WorkspaceNeeds, workspaceOrigin } from './workspace-origin.ts'

export type { LiveEditing } from './edits.ts'
export type { Observed } from './operator.ts'
export { type Behind, forward } from './proxy.ts'
export { refuse as refuseDoor } from './refusals.ts'

/** Sockets exist before the services, which send hints through them; the doors open last, when there is something behind them. */
export { openLive, sameOrigin }

type EdgeNeeds = WorkspaceNeeds & {
  readonly attach: ReturnType<typeof openLive>['attach']
  readonly workspacePort: number
  readonly reach?: Reach
}

/** Opens the workspace (origin 1) with its sockets. */
export async function openWorkspace(needs: EdgeNeeds): Promise<Part<Listening>> {
  const door = await listen(workspaceOrigin(needs), needs.workspacePort, needs.reach)
  needs.attach(door.value.servers)
  return door
}

/** Opens the published origin. Its router may be given later: until then everything answers 503, and the port is known. */
export async function openPublished({
  logger,
  port,
  reach,
}: {
  logger: WorkspaceNeeds['logger']
  port: number
  reach?: Reach
}): Promise<Part<Listening & { readonly serve: (published: Router) => void }>> {
  let app: ReturnType<typeof publishedOrigin> | undefined
  const door = await listen(
    (request, response) => {
      if (app) app(request, response)
      else response.writeHead(503, { 'Retry-After': '1' }).end()
    },
    port,
    reach,
  )
  return {
    value: {
      ...door.value,
      serve: (published) => {
        app = publishedOrigin({ logger, published })
      },
    },
    stop: door.stop,
  }
}
