import { request as ask, type IncomingMessage, Agent as PlainAgent } from 'node:http'
import { request as askSafely, Agent as SafeAgent } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'

/** Where the bucket is and who we are there. `endpoint`: for example `https://s3.example.cn`, addressed by path. */
export type BucketSettings = {
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKey: string
  readonly secretKey: string
}
/** One request. `body` is opened anew for each try; `sha256` is signed, so that the server refuses bytes that changed on their way. */
export type Wanted = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: { readonly open: () => Readable; readonly bytes: number; readonly sha256: string }
  /** Answers that are no trouble, beside 2xx. */
  readonly fine?: readonly number[]
}
export type Bucket = (wanted: Wanted) => Promise<IncomingMessage>

const agents = { 'http:': new PlainAgent({ keepAlive: true }), 'https:': new SafeAgent({ keepAlive: true }) }
/** A server that is silent for so long has gone, in milliseconds; a request is tried so often before it is trouble. */
const [silenceMs, tries] = [30_000, 5]

/** Requests to one bucket, signed (AWS Signature 4). What may pass (no connection, 409, 429, 5xx) is tried again with growing rests. */
export function openBucket(settings: BucketSettings): Bucket {
  return async (wanted) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(settings, wanted).catch((error: unknown) => toError(error))
      if (!(answer instanceof Error) && isFine(answer.statusCode ?? 0, wanted)) return answer
      const trouble = answer instanceof Error ? answer : await troubleOf(answer, wanted)
      if (attempt === tries || !mayPass(trouble)) throw trouble
      await delay(50 * 2 ** attempt)
    }
  }
}

/** What the server has answered that is neither done nor expected. `code` ENOENT for what is not there. */
export class BucketTrouble extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, said: string, { method, key = '' }: Wanted) {
    const code = /<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? String(status)
    super(`S3 answered ${status} ${code} to ${method} ${key}`)
    this.name = 'BucketTrouble'
    this.status = status
    this.code = status === 404 && code !== 'NoSuchBucket' ? 'ENOENT' : code
  }
}

const isFine = (status: number, { fine = [] }: Wanted) => (status >= 200 && status < 300) || fine.includes(status)
const mayPass = (error: Error) => !(error instanceof BucketTrouble) || error.status >= 500 || [408, 409, 429].includes(error.status)
const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))

async function troubleOf(answer: IncomingMessage, wanted: Wanted): Promise<BucketTrouble> {
  let said = ''
  for await (const part of answer.setEncoding('utf8')) if (said.length < 2000) said += part
  return new BucketTrouble(answer.statusCode ?? 0, said, wanted)
}

async function once(settings: BucketSettings, wanted: Wanted): Promise<IncomingMessage> {
  const { method, body } = wanted
  const { url, headers } = await signed(settings, wanted)
  const protocol = url.protocol === 'https:' ? 'https:' : 'http:'
  const sent = (protocol === 'https:' ? askSafely : ask)(url, { method, headers, agent: agents[protocol], timeout: silenceMs })
  sent.once('timeout', () => sent.destroy(new Error('S3 does not answer')))
  const answered = new Promise<IncomingMessage>((resolve, reject) => sent.once('response', resolve).once('error', reject))
  if (body)
    await Promise.race([pipeline(body.open(), sent), answered]) // a refusal may come before the last byte has gone
  else sent.end()
  return answered
}

/** Of an empty body, which a server may ask for as well. */
const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

async function signed(settings: BucketSettings, { method, key = '', query = {}, headers = {}, body }: Wanted) {
  const url = new URL(`${settings.endpoint.replace(/\/$/, '')}/${settings.bucket}${key && `/${key}`}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const length: Record<string, string> = body ? { 'Content-Length': String(body.bytes) } : {}
  const { accessKey: accessKeyId, secretKey: secretAccessKey, region } = settings
  const all = { ...headers, 'X-Amz-Content-Sha256': body?.sha256 ?? nothing }
  const made = await new AwsV4Signer({ method, url: url.href, headers: all, accessKeyId, secretAccessKey, region, service: 's3' }).sign()
  return { url: made.url, headers: { ...Object.fromEntries(made.headers), ...length } }
}
