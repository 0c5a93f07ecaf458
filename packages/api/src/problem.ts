import { bilingual } from '@kitchen/model'
import { z } from 'zod'

/** Every error answer (application/problem+json, RFC 9457): a code, a sentence and a next step in both languages. */
export const problem = z.object({
  type: z.string(),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  says: bilingual,
  next: bilingual,
  trace: z.string().optional(),
})
export type Problem = z.infer<typeof problem>

/** The same without the HTTP part, where a failure is shown inside a view. */
export const failure = z.object({ code: z.string(), says: bilingual, next: bilingual })
export type Failure = z.infer<typeof failure>
