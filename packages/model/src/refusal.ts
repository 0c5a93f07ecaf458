import type { Bilingual } from './region.ts'

/** One row of a refusal table: HTTP status, what is wrong and what to do next, in both languages. `{name}` in a text is filled from the parameters. */
export type RefusalText = { readonly status: number; readonly says: Bilingual; readonly next: Bilingual }

/** An expected no: it has a code of its service's table and a next step. Anything else that is thrown is trouble or a bug. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly says: Bilingual
  readonly next: Bilingual
  constructor(code: string, text: RefusalText, parameters: Record<string, string | number> = {}) {
    const fill = (sentence: string) => sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(parameters[name] ?? hole))
    const both = ({ zh, en }: Bilingual): Bilingual => ({ zh: fill(zh), en: fill(en) })
    super(`${code}: ${fill(text.says.en)}`)
    this.name = 'Refusal'
    this.code = code
    this.status = text.status
    this.says = both(text.says)
    this.next = both(text.next)
  }
}

/** Makes the one refusal table of a service; a code that is not in it does not compile. Codes read `<area>/<what>`. */
export function refusals<Table extends Record<string, RefusalText>>(table: Table) {
  return Object.assign(
    (code: keyof Table & string, parameters?: Record<string, string | number>) => new Refusal(code, table[code]!, parameters),
    { table },
  )
}
