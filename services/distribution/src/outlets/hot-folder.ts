import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProductFile } from '@kitchen/api'
import type { BlobStore } from '@kitchen/blob-store'
import { severityNames, sha256 } from '@kitchen/model'
import { z } from 'zod'
import { detailOf } from '../attempt.ts'
import { type Correction, lookNow, type OutletAdapter, type Parcel, type Sight } from '../outlet.ts'
import { refuse } from '../refusals.ts'
import { exists, place, readBack, safePath, writeWhole } from './hot-file.ts'

const manifestName = 'manifest.json'
const noticeName = '撤稿通知.txt'
const correctionName = '更正通知.txt'
const manifest = z.object({ product: z.string(), hash: sha256, files: z.array(z.object({ path: z.string(), sha256, bytes: z.int() })) })

/**
 * A folder that another system watches: `<root>/<centre>/<outlet>/<story>-v<version>/`. Files appear whole (`.part`, sync, rename) and the manifest is
 * last, so whoever waits for it never reads half a product. Withdrawn, the files lie below `withdrawn/` and a notice stands in their place, which
 * also refuses a late delivery. A correction comes as a folder of its own with a notice of what it corrects. The receipt is what was read back: sizes and hashes.
 */
export function hotFolderOutlet({ root, blobs }: { root: string; blobs: BlobStore }): OutletAdapter {
  const folderOf = ({ centre, outlet, story, version }: Parcel) => join(centre, outlet.slice(centre.length + 1), `${story}-v${version}`)
  return {
    concurrency: 2,
    send: async (parcel) => {
      await onDisk(() => send(join(root, folderOf(parcel)), parcel, blobs))
      return lookNow
    },
    probe: (parcel) => onDisk(() => look(root, folderOf(parcel), parcel)),
    withdraw: async (parcel) => {
      await onDisk(() => withdraw(root, folderOf(parcel), parcel))
      return lookNow
    },
  }
}

async function send(folder: string, parcel: Parcel, blobs: BlobStore): Promise<void> {
  await refuseWithdrawn(folder)
  for (const file of parcel.files) safePath(file.path)
  await mkdir(folder, { recursive: true })
  for (const file of parcel.files) await place(folder, file, blobs)
  if (parcel.correction) await writeWhole(join(folder, correctionName), correctionOf(parcel, parcel.correction))
  await writeWhole(join(folder, manifestName), `${JSON.stringify(manifestOf(parcel), null, 2)}\n`)
  await refuseWithdrawn(folder, () => clear(folder))
}

/** Looked at before and after: a withdrawal that came in between wins, and nothing of the late product stays. */
async function refuseWithdrawn(folder: string, tidy: () => Promise<void> = async () => {}): Promise<void> {
  if (!(await exists(join(folder, noticeName)))) return
  await tidy()
  throw refuse('distribution/withdrawn-already')
}

const manifestOf = ({ product, story, version, outlet, headline, hash, files, madeAt }: Parcel) => ({
  product,
  story,
  version,
  outlet,
  headline,
  hash,
  madeAt: madeAt.toISOString(),
  files: files.map(({ path, sha256: address, bytes, mediaType }: ProductFile) => ({ path, sha256: address, bytes, mediaType })),
})

async function look(root: string, name: string, parcel: Parcel): Promise<Sight> {
  const folder = join(root, name)
  if (await exists(join(folder, noticeName)))
    return (await leftOver(folder)).length === 0
      ? { is: 'gone', receipt: { folder: name, notice: noticeName, seenAt: new Date().toISOString() }, remains: null }
      : { is: 'absent', detail: `${name}: files beside the notice` }
  const read = manifest.safeParse(
    await readFile(join(folder, manifestName), 'utf8')
      .then(JSON.parse)
      .catch(() => undefined),
  )
  if (!read.success || read.data.hash !== parcel.hash) return { is: 'absent', detail: `${name}/${manifestName}` }
  const files = await Promise.all(parcel.files.map((file) => readBack(folder, file)))
  const wrong = files.find(({ whole }) => !whole)
  if (wrong) return { is: 'absent', detail: `${name}/${wrong.path}` }
  return {
    is: 'there',
    receipt: {
      folder: name,
      files: files.map(({ path, sha256: address, bytes }) => ({ path, sha256: address, bytes })),
      ...(parcel.correction ? { correction: correctionName } : {}),
      seenAt: new Date().toISOString(),
    },
    url: null,
  }
}

/** The notice first: from then on nothing late is taken. Then the manifest, then the rest, out of the watched folder. */
async function withdraw(root: string, name: string, parcel: Parcel): Promise<void> {
  const folder = join(root, name)
  await mkdir(folder, { recursive: true })
  await writeWhole(join(folder, noticeName), noticeOf(parcel))
  const away = join(root, 'withdrawn', name)
  await mkdir(away, { recursive: true })
  for (const entry of await leftOver(folder)) {
    await rm(join(away, entry), { recursive: true, force: true })
    await rename(join(folder, entry), join(away, entry))
  }
}

const leftOver = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((entry) => entry !== noticeName).sort((a, b) => Number(b === manifestName) - Number(a === manifestName))
async function clear(folder: string): Promise<void> {
  for (const entry of await leftOver(folder)) await rm(join(folder, entry), { recursive: true, force: true })
}

/** Beside a correction: what it corrects, and what to do where the older version has been printed or broadcast. */
const correctionOf = ({ channel, headline, story, version }: Parcel, { previous, severity, note }: Correction) => {
  const { zh, en } = severityNames[severity]
  const next = channel === 'tv' ? '下一档节目口播更正' : '下一期刊登更正'
  return `更正（${zh}）：本夹是第 ${version} 版，替换第 ${previous} 版。\nCorrection (${en}): this is version ${version}, in place of version ${previous}.\n\n稿件 Story: ${headline}\n编号 Id: ${story}\n更正说明 Note: ${note || '—'}\n\n第 ${previous} 版尚未使用的，请改用本版；已见报或播出的，请在${next}。\nUse this version if the older one was not used yet; if it was printed or broadcast, publish a correction in the next issue or bulletin.\n`
}

const replacedBy = ({ replacement }: Parcel) =>
  replacement
    ? `新版 Newer: 第 ${replacement.version} 版（${severityNames[replacement.severity].zh} ${severityNames[replacement.severity].en}）\n更正说明 Note: ${replacement.note || '—'}\n`
    : ''
const noticeOf = (parcel: Parcel) => {
  const { headline, story, version, why } = parcel
  if (why === 'copied')
    return `本中心已发布这篇稿件的本地稿，请改用本地稿，勿再用原稿。\nThe centre has released a copy of its own: use that one.\n\n稿件 Story: ${headline}\n编号 Id: ${story} 第 ${version} 版\n`
  return why === 'superseded'
    ? `本版已被新版替换，请勿再用。\nReplaced by a newer version; do not use this one.\n\n稿件 Story: ${headline}\n编号 Id: ${story} 第 ${version} 版\n${replacedBy(parcel)}`
    : `此稿已撤，请立即停用并删除所有副本；已见报或播出的，请联系值班领导。\nThis story is withdrawn: stop using it and delete every copy.\n\n稿件 Story: ${headline}\n编号 Id: ${story} 第 ${version} 版\n`
}

/** Trouble of the disk is told as such; what is refused stays as it is. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw refuse('distribution/disk', { detail: detailOf(error) })
    throw error
  }
}
