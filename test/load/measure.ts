/** Whether the run is asked to take half a minute at most: `--small`. */
export const small = process.argv.includes('--small')

export const median = (values: readonly number[]): number => percentile(values, 50)

/** The value below which `percent` of all lie, by nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

/** Runs every contender in turn, again and again, so that a slow minute of the machine hits all of them; gives each one's median. */
export async function interleaved<Name extends string>(
  repeats: number,
  contenders: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[]
  const results = new Map(names.map((name) => [name, [] as number[]]))
  for (let n = 0; n < repeats; n++) for (const name of names) results.get(name)!.push(await contenders[name]())
  return Object.fromEntries(names.map((name) => [name, median(results.get(name)!)])) as Record<Name, number>
}

/** A closed loop: so many workers do one thing after another for so long; gives how many a second. */
export async function perSecond(workers: number, milliseconds: number, one: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  let done = 0
  const worker = async () => {
    for (; performance.now() - begun < milliseconds; done++) await one()
  }
  await Promise.all(Array.from({ length: workers }, worker))
  return (done / (performance.now() - begun)) * 1000
}

/** An open loop: begins so many a second on a fixed schedule, whether the last ones have ended or not; ends when all have. */
export async function atRate(rate: number, milliseconds: number, one: (n: number) => Promise<unknown>): Promise<void> {
  const begun = performance.now()
  const all: Promise<unknown>[] = []
  const total = Math.floor((rate * milliseconds) / 1000)
  while (all.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - begun) * rate) / 1000))
    while (all.length < due) all.push(one(all.length))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(all)
}
