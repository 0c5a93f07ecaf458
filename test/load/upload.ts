import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeDatabase, temporaryFolder } from '@kitchen/database/testing'
import { interleaved, median, small } from './measure.ts'
import { type Row, report } from './report.ts'
import { type Clip, clipMaker, hashOf } from './upload/clip.ts'
import { type Contender, measured, send, startContender, stopContender } from './upload/contender.ts'

/**
 * A video arrives: from the first byte sent to the answer. Anchor: node:http streams the body to a file and answers; it neither hashes nor syncs. Limit: a
 * server that drops the body. Ours: the routes of ingest; the answer comes when the file is judged, hashed, synced, in the store and committed with its event.
 * Each server is a process of its own, this one is the client.
 */
const [bytes, repeats] = small ? [120e6, 3] : [1000e6, 5]
const person = { 'x-person': 'reporter', 'tus-resumable': '1.0.0' }

const files = mkdtempSync(join(tmpdir(), 'bench-upload-'))
const kitchen = temporaryFolder()
const make = await clipMaker()
const [plain, careful, sink] = [
  await startContender('plain', files),
  await startContender('careful', files),
  await startContender('sink', files),
]
const ours = await startContender('ours', kitchen)
const all = [plain, careful, sink, ours]
const contenders = { anchor: () => put(plain), careful: () => put(careful), limit: () => put(sink), ours: upload }

await interleaved(1, contenders) // opens connections and warms all of them
for (const { runs } of all) runs.length = 0
const rates = await interleaved(repeats, contenders)
for (const one of all) await stopContender(one)
rmSync(files, { recursive: true })
removeDatabase(kitchen)
report('upload', rows())

function rows(): Row[] {
  const row = `upload of ${bytes / 1e6} MB`
  const { careful: slow, ...fast } = rates
  const cpu = { ours: cpuOf(ours), anchor: cpuOf(plain), limit: cpuOf(sink) }
  const memory = { ours: added(ours), anchor: added(plain), limit: added(sink) }
  const grown = Math.abs(ours.runs.at(-1)!.peak / ours.runs[0]!.peak - 1) * 100
  const ok = fast.ours >= 1.3 * fast.anchor && fast.ours >= 0.65 * fast.limit
  return [
    { row, unit: 'MB/s', ...fast, goal: '≥ 1.3 × anchor, ≥ 0.65 × limit', ok },
    { row: `${row}; anchor hashes, syncs`, unit: 'MB/s', ...fast, anchor: slow, goal: '≥ 1.3 × anchor', ok: fast.ours >= 1.3 * slow },
    { row: 'the server for 1 GB', unit: 'CPU s', ...cpu, goal: '', ok: true },
    { row: 'memory that an upload adds', unit: 'MB', ...memory, goal: '≤ 120 MB', ok: memory.ours <= 120 },
    { row: 'memory, last upload beside first', unit: '%', ours: grown, anchor: null, limit: null, goal: 'flat: ≤ 15 %', ok: grown <= 15 },
    { row: 'memory at rest', unit: 'MB', ours: ours.rest, anchor: plain.rest, limit: sink.rest, goal: '', ok: true },
  ]
}

function cpuOf({ runs }: Contender): number {
  return median(runs.map(({ cpu }) => cpu))
}

function added({ runs, rest }: Contender): number {
  return Math.max(...runs.map(({ peak }) => peak)) - rest
}

async function put(server: Contender): Promise<number> {
  const clip = make(bytes)
  const rate = await measured(server, clip, () => send(server.origin, 'PUT', {}, clip))
  for (const name of ['plain', 'careful']) rmSync(join(files, name), { force: true })
  return rate
}

/** As tus has it: announced, then sent in one piece. What the server then says of the file must be true. */
async function upload(): Promise<number> {
  const clip = make(bytes)
  const metadata = `filename ${Buffer.from('a.mp4').toString('base64')}`
  const headers = { ...person, 'upload-length': String(clip.bytes), 'upload-metadata': metadata }
  const type = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
  let path = ''
  const rate = await measured(ours, clip, async () => {
    path = (await fetch(`${ours.origin}/api/uploads`, { method: 'POST', headers })).headers.get('location') ?? ''
    await send(ours.origin + path, 'PATCH', { ...person, ...type }, clip)
  })
  await check(path.split('/').at(-1)!, clip)
  return rate
}

async function check(id: string, clip: Clip): Promise<void> {
  const answer = await fetch(`${ours.origin}/api/assets?ids=${id}`, { headers: person })
  const [asset] = ((await answer.json()) as { assets: { state: string; sha256: string }[] }).assets
  const hash = hashOf(clip)
  if (asset?.state !== 'received' || asset.sha256 !== hash) throw new Error(`what arrived is not what was sent: ${JSON.stringify(asset)}`)
  rmSync(join(kitchen, 'blobs/sha256', hash.slice(0, 2), hash.slice(2, 4), hash))
}
