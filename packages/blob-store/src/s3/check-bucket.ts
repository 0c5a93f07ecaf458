import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type BucketSettings, openBucket } from './bucket.ts'

/**
 * What `doctor` asks of a bucket: that it is there, that we may write and delete, and that it keeps the one rule that the store stands on: a
 * conditional PUT (`If-None-Match: *`) over an object that exists is refused with 412. Throws what the server answered.
 */
export async function checkBucket(settings: BucketSettings): Promise<'ok' | 'overwrites'> {
  const bucket = openBucket(settings)
  const finish = async (asked: ReturnType<typeof bucket>) => {
    const answer = await asked
    for await (const _part of answer);
    return answer.statusCode
  }
  await finish(bucket({ method: 'HEAD' }))
  const [key, word] = [`doctor/${randomUUID()}`, 'central kitchen']
  const body = { open: () => Readable.from([word]), bytes: word.length, sha256: createHash('sha256').update(word).digest('hex') }
  const put = () => finish(bucket({ method: 'PUT', key, headers: { 'If-None-Match': '*' }, body, fine: [412] }))
  try {
    await put()
    return (await put()) === 412 ? 'ok' : 'overwrites'
  } finally {
    await finish(bucket({ method: 'DELETE', key, fine: [404] }))
  }
}
