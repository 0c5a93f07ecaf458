import { readFileSync } from 'node:fs'
import type { Commit, Confirmed } from '@kitchen/document/authority'
import { connect } from '@kitchen/kitchen'
import { io, type Socket } from 'socket.io-client'
import { type OwnKitchen, openKitchen } from '../../journeys/open-kitchen.ts'
import { storyToWrite } from './editors.ts'

/** A kitchen as people start it, in a process of its own, and a way to sit down at a story of it over sockets. */
export async function startReal() {
  const kitchen: OwnKitchen = await openKitchen()
  const reporter = connect(kitchen.workspace)
  await reporter.signIn('640000-reporter')
  const cookie = await cookieOf(kitchen.workspace)
  const begin = async (): Promise<string> => (await reporter.create(storyToWrite().toJSON(), false)).id
  const sit = (story: string, clientIds: readonly string[]) =>
    Promise.all(clientIds.map((clientId) => sitDown(kitchen.workspace, cookie, story, clientId)))
  return { begin, sit, cpuSeconds: () => cpuSeconds(kitchen.pid), stop: kitchen.close }
}

async function cookieOf(workspace: string): Promise<string> {
  const answer = await fetch(`${workspace}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: '640000-reporter' }),
  })
  return String(answer.headers.get('set-cookie')).split(';')[0]!
}

/** One editor's socket. */
export type Seat = {
  readonly commit: (commit: Commit) => Promise<unknown>
  readonly echo: () => Promise<unknown>
  readonly hear: (tell: (rows: readonly Confirmed[]) => void) => void
  readonly close: () => void
}
async function sitDown(workspace: string, Cookie: string, story: string, clientId: string): Promise<Seat> {
  const socket: Socket = io(`${workspace}/edit`, { extraHeaders: { Cookie }, transports: ['websocket'], forceNew: true })
  await socket.timeout(20_000).emitWithAck('join', { story, clientId, version: 0 })
  return {
    commit: (commit) => socket.emitWithAck('commit', { story, commit }),
    echo: () => socket.emitWithAck('echo', null),
    hear: (tell) => socket.on('rows', ({ rows }: { rows: Confirmed[] }) => tell(rows)),
    close: () => socket.close(),
  }
}

/** Processor time of the kitchen's own process: front door, sockets, editing and all its other parts, without the database's. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
