/** Something that was started: what it gives to others, and how it ends. `stop` may be called once and waits for what is under way. */
export type Part<T> = { readonly value: T; readonly stop: () => Promise<void> }

/** How one part starts from those before it. */
export type PartStart<Name extends string> = {
  readonly name: Name
  readonly needs: readonly Name[]
  readonly start: () => Promise<Part<unknown>>
}

/**
 * Starts the wanted parts and all they need, in order of needs, and stops them in reverse.
 *
 *   waiting ─▶ starting ─▶ running ─▶ stopping ─▶ stopped
 *                  └─ failed: what had started is stopped again, the error names the part
 */
export async function startParts<Name extends string>(table: readonly PartStart<Name>[], wanted: readonly Name[], started: (name: Name, ms: number) => void = () => {}): Promise<Part<readonly Name[]>> {
  const running: { name: Name; stop: () => Promise<void> }[] = []
  const stop = async () => {
    for (const { name, stop: end } of running.splice(0).reverse()) await end().catch((cause: unknown) => { throw new Error(`${name} did not stop`, { cause }) })
  }
  for (const name of inOrderOfNeeds(table, wanted)) {
    const began = performance.now()
    try {
      const part = await table.find((one) => one.name === name)!.start()
      running.push({ name, stop: part.stop })
    } catch (cause) {
      await stop().catch(() => {})
      throw new Error(`${name} did not start: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
    started(name, performance.now() - began)
  }
  return { value: running.map(({ name }) => name), stop }
}

/** The wanted parts with all they need, needs first. Throws on a circle or an unknown name. */
export function inOrderOfNeeds<Name extends string>(table: readonly Pick<PartStart<Name>, 'name' | 'needs'>[], wanted: readonly Name[]): Name[] {
  const order: Name[] = []
  const visit = (name: Name, path: readonly Name[]) => {
    if (path.includes(name)) throw new Error(`parts need each other in a circle: ${[...path, name].join(' → ')}`)
    if (order.includes(name)) return
    const part = table.find((one) => one.name === name)
    if (!part) throw new Error(`no part is called ${name}; there are ${table.map((one) => one.name).join(', ')}`)
    for (const need of part.needs) visit(need, [...path, name])
    order.push(name)
  }
  for (const name of wanted) visit(name, [])
  return order
}
