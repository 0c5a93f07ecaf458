import { readFileSync } from 'node:fs'

/** Hard limits of this process, as the kernel tells them (proc_pid_limits(5)); Infinity where there is none. */
export type OurLimits = { readonly cpuSeconds: number; readonly dataBytes: number }

let known: OurLimits | undefined
export function ourLimits(): OurLimits {
  known ??= limitsIn(table())
  return known
}

function table(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return ''
  }
}

/** What such a table says. */
export function limitsIn(text: string): OurLimits {
  const hard = (name: string) => {
    const found = new RegExp(`^${name} +\\S+ +(\\d+)`, 'm').exec(text)?.[1]
    return found === undefined ? Number.POSITIVE_INFINITY : Number(found)
  }
  return { cpuSeconds: hard('Max cpu time'), dataBytes: hard('Max data size') }
}
