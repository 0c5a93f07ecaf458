/** Something that was started: what it gives to others, and how it ends. `stop` may be called once and waits for what is under way. */
export type Part<T> = { readonly value: T; readonly stop: () => Promise<void> }

/** One row of the table of parts: what it needs and how it starts from that. */
export type PartStart<Values, Name extends keyof Values> = {
  readonly needs: readonly (keyof Values)[]
  readonly start: (values: Values) => Promise<Part<Values[Name]>>
}
export type PartTable<Values> = { readonly [Name in keyof Values]: PartStart<Values, Name> }

/** Makes rows for a table over `Values`: the start sees only what its needs name, so a forgotten need does not compile. */
export const partsOf =
  <Values>() =>
  <Name extends keyof Values, const Need extends keyof Values>(
    needs: readonly Need[],
    start: (values: Pick<Values, Need>) => Promise<Part<Values[Name]>>,
  ): PartStart<Values, Name> => ({ needs, start })

/**
 * Starts the wanted parts and all they need, in order of needs, and stops them in reverse.
 *
 *   waiting ─▶ starting ─▶ running ─▶ stopping ─▶ stopped
 *                  └─ failed: what had started is stopped again, the error names the part
 */
export async function startParts<Values extends Record<string, unknown>>(
  table: PartTable<Values>,
  wanted: readonly (keyof Values & string)[],
  started: (name: string, ms: number) => void = () => {},
): Promise<Part<Partial<Values>>> {
  const running: { name: string; stop: () => Promise<void> }[] = []
  const values: Partial<Values> = {}
  const stop = async () => {
    for (const { name, stop: end } of running.splice(0).reverse())
      await end().catch((cause: unknown) => {
        throw new Error(`${name} did not stop`, { cause })
      })
  }
  for (const name of inOrderOfNeeds<keyof Values & string>(table, wanted)) {
    const began = performance.now()
    try {
      const part = await table[name]!.start(values as Values)
      Object.assign(values, { [name]: part.value })
      running.push({ name, stop: part.stop })
    } catch (cause) {
      await stop().catch(() => {})
      throw new Error(`${name} did not start: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
    started(name, performance.now() - began)
  }
  return { value: values, stop }
}

/** The wanted parts with all they need, needs first. Throws on a circle or an unknown name. */
export function inOrderOfNeeds<Name extends string>(
  table: Readonly<Record<Name, { readonly needs: readonly PropertyKey[] }>>,
  wanted: readonly Name[],
): Name[] {
  const order: Name[] = []
  const visit = (name: Name, path: readonly Name[]) => {
    if (path.includes(name)) throw new Error(`parts need each other in a circle: ${[...path, name].join(' → ')}`)
    if (order.includes(name)) return
    if (!Object.hasOwn(table, name)) throw new Error(`no part is called ${name}; there are ${Object.keys(table).join(', ')}`)
    for (const need of table[name].needs) visit(need as Name, [...path, name])
    order.push(name)
  }
  for (const name of wanted) visit(name, [])
  return order
}
