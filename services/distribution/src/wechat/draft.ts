import type { BlobStore } from '@kitchen/blob-store'
import type { Database } from '@kitchen/database'
import { limits, type Sha256 } from '@kitchen/model'
import { z } from 'zod'
import type { Parcel } from '../outlet.ts'
import { refuse } from '../refusals.ts'
import type { DraftArticle, WechatClient } from './client.ts'
import type { Account } from './token.ts'

const draftFile = z.object({
  title: z.string().min(1),
  author: z.string().default(''),
  digest: z.string().default(''),
  cover: z.string().default('cover.jpg'),
})
/** The cover is 900 × 383; this is the square in its middle. */
const middleSquare = '0.287_0_0.713_1'
export type Wording = { readonly draft: z.infer<typeof draftFile>; readonly content: string }
type DraftNeeds = {
  readonly database: Database
  readonly blobs: BlobStore
  readonly client: WechatClient
  readonly base: string
  readonly account: Account
  readonly parcel: Parcel
  readonly signal: AbortSignal
}

/** The words of a WeChat product: `draft.json` and `content.html`. */
export async function readWording(blobs: BlobStore, parcel: Pick<Parcel, 'files'>): Promise<Wording> {
  const draft = draftFile.safeParse(JSON.parse((await blobs.bytes(fileOf(parcel, 'draft.json').sha256)).toString('utf8')))
  if (!draft.success) throw refuse('distribution/unfit-product', { detail: `draft.json: ${draft.error.issues[0]?.path.join('.')}` })
  return { draft: draft.data, content: (await blobs.bytes(fileOf(parcel, 'content.html').sha256)).toString('utf8') }
}

/** The article as `draft/add` takes it: its pictures are at WeChat by then, each once per account. */
export async function articleOf(needs: DraftNeeds, { draft, content }: Wording, sourceUrl: string): Promise<DraftArticle> {
  const pictures = new Map<string, string>()
  for (const file of needs.parcel.files) {
    if (file.mediaType.startsWith('image/') && content.includes(`"${file.path}"`))
      pictures.set(file.path, await upload(needs, file, 'body'))
  }
  const placed = content.replace(/(\s(?:src|data-src))="([^"]+)"/g, (whole, name: string, path: string) =>
    pictures.has(path) ? `${name}="${pictures.get(path)}"` : whole,
  )
  return {
    title: draft.title,
    author: draft.author,
    digest: draft.digest,
    content: placed,
    content_source_url: sourceUrl,
    need_open_comment: 0,
    thumb_media_id: await upload(needs, fileOf(needs.parcel, draft.cover), 'material'),
    pic_crop_235_1: '0_0_1_1',
    pic_crop_1_1: middleSquare,
  }
}

function fileOf({ files }: Pick<Parcel, 'files'>, path: string) {
  const found = files.find((file) => file.path === path)
  if (!found) throw refuse('distribution/unfit-product', { detail: path })
  return found
}

/** WeChat knows a picture no more that it once took: all of this product are sent anew next time. */
export async function forgetUploads({
  database,
  base,
  account,
  parcel,
}: Pick<DraftNeeds, 'database' | 'base' | 'account' | 'parcel'>): Promise<void> {
  await database.system.query({
    name: 'wechat forget',
    text: 'delete from distribution.wechat_upload where base = $1 and appid = $2 and sha256 = any($3)',
    values: [base, account.appid, parcel.files.map(({ sha256 }) => sha256)],
  })
}

/** Sends a picture unless this account has it already. `body`: an address for the text; `material`: a permanent media id for the cover. */
async function upload(
  { database, blobs, client, base, account, signal }: DraftNeeds,
  file: { path: string; sha256: Sha256; bytes: number; mediaType: string },
  kind: 'body' | 'material',
): Promise<string> {
  const limit = kind === 'body' ? limits.wechat.bodyImage.value : limits.wechat.coverImage.value
  if (file.bytes >= limit) throw refuse('distribution/unfit-product', { detail: `${file.path}: ${file.bytes} ≥ ${limit}` })
  const known = await database.system.query<{ answer: string }>({
    name: 'wechat upload',
    text: 'select answer from distribution.wechat_upload where base = $1 and appid = $2 and sha256 = $3 and kind = $4',
    values: [base, account.appid, file.sha256, kind],
  })
  if (known.rows[0]) return known.rows[0].answer
  const bytes = new Blob([new Uint8Array(await blobs.bytes(file.sha256))], { type: file.mediaType })
  const name = file.path.split('/').at(-1)!
  const answer =
    kind === 'body' ? await client.uploadImage(account, bytes, name, signal) : await client.addMaterial(account, bytes, name, signal)
  await database.system.query({
    name: 'wechat uploaded',
    text: 'insert into distribution.wechat_upload values ($1, $2, $3, $4, $5, now()) on conflict do nothing',
    values: [base, account.appid, file.sha256, kind, answer],
  })
  return answer
}
