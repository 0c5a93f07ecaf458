import { randomBytes } from 'node:crypto'
import { startDatabase } from '@kitchen/database'
import { keepPassword } from '@kitchen/identity'
import { personId, personOf } from '@kitchen/model'
import { readRegion, type Settings } from '@kitchen/runtime'
import type { CommandLine } from './command-line.ts'
import { migrations } from './parts.ts'

/** `password <person>`: gives a person a new password and prints it once. The kitchen must not be running on this folder (with `DATABASE_URL` it may). */
export async function runPassword(settings: Settings, { arguments: [id] }: CommandLine): Promise<number> {
  const parsed = personId.safeParse(id)
  const person = parsed.success ? personOf(readRegion(settings.KITCHEN_REGION), parsed.data) : undefined
  if (!person)
    throw new Error(`没有这个人 there is no such person: ${id ?? ''}　用法：npm run kitchen -- password <person>（例如 640000-operator）`)
  const database = await startDatabase({ folder: settings.KITCHEN_DATA, url: settings.DATABASE_URL, migrations })
  try {
    const password = randomBytes(12).toString('base64url')
    await keepPassword(database.value, person.id, password)
    console.log(
      `${person.name.zh} ${person.id} 的新密码 new password: ${password}\n登录后请自行更改；只显示这一次。 Change it after signing in; it is shown only once.`,
    )
  } finally {
    await database.stop()
  }
  return 0
}
