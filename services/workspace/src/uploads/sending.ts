import { type Failure, problem } from '@kitchen/api'
import { type DetailedError, Upload } from 'tus-js-client'
import { oddAnswer } from '../api/failed.ts'
import type { UploadLine } from './line.ts'

export type Sending = { readonly stop: () => void }
export type Heard = {
  readonly opened: (url: string) => void
  readonly moved: (sent: number, rate: number) => void
  readonly done: () => void
  /** The link is gone; try again later. */
  readonly cut: () => void
  readonly refused: (failure: Failure) => void
}

/** Sends by tus 1.0 in pieces of 4 MB, on from where the kitchen is. */
export function send(file: File, { name, story, url }: UploadLine, heard: Heard): Sending {
  const pace = paceOf()
  const upload = new Upload(file, {
    endpoint: '/api/uploads',
    uploadUrl: url,
    metadata: { filename: name, ...(story === '' ? {} : { story }) },
    chunkSize: 4_000_000,
    retryDelays: [0, 1_000, 3_000, 5_000],
    storeFingerprintForResuming: false,
    onShouldRetry: (error) => !refusedBy(statusOf(error)),
    onUploadUrlAvailable: () => upload.url && heard.opened(upload.url),
    onProgress: (sent) => heard.moved(sent, pace(sent)),
    onSuccess: heard.done,
    onError: (error) => (refusedBy(statusOf(error)) ? heard.refused(failureOf(error)) : heard.cut()),
  })
  upload.start()
  return { stop: () => void upload.abort() }
}

const statusOf = (error: Error): number => (error as DetailedError).originalResponse?.getStatus() ?? 0
/** 409 and 423 are another sender of the same bytes, 429 asks for patience: worth another try. */
const refusedBy = (status: number) => status >= 400 && status < 500 && ![409, 423, 429].includes(status)

function failureOf(error: Error): Failure {
  const parsed = problem.safeParse(jsonOf((error as DetailedError).originalResponse?.getBody() ?? ''))
  if (!parsed.success) return oddAnswer().told
  const { code, says, next } = parsed.data
  return { code, says, next }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Bytes a second over about the last three seconds. */
function paceOf(): (sent: number) => number {
  const marks: { readonly at: number; readonly sent: number }[] = []
  return (sent) => {
    const at = performance.now()
    marks.push({ at, sent })
    while (marks.length > 2 && at - marks[0]!.at > 3_000) marks.shift()
    const [first] = marks
    return first && at > first.at ? ((sent - first.sent) / (at - first.at)) * 1000 : 0
  }
}
