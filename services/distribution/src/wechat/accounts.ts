import { readFileSync } from 'node:fs'
import { outletId } from '@kitchen/model'
import { z } from 'zod'
import type { Account } from './token.ts'

const file = z.record(outletId, z.strictObject({ appid: z.string().regex(/^wx[0-9a-f]{16}$/), secret: z.string().regex(/^[0-9a-f]{32}$/) }))

/** Reads the file of Official Accounts: `{"640000-wechat": {"appid": "wx…", "secret": "…"}}`. Throws with every mistake in one message, and no secret in it. */
export function readWechatAccounts(path: string): Readonly<Record<string, Account>> {
  const read = file.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (read.success) return read.data
  throw new Error(
    `${path} holds no accounts:\n${read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`,
  )
}
