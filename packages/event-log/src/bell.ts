/** Rings from outside wake one waiting loop; a ring while the loop is at work is not lost. */
export type Bell = {
  readonly ring: () => void
  readonly clear: () => void
  /** Ends at the next ring, at once if there was one since `clear`, or after so many milliseconds. */
  readonly heard: (milliseconds: number) => Promise<void>
}

export function bell(): Bell {
  let rung = false
  let wake = () => {}
  const ring = () => {
    rung = true
    wake()
  }
  const heard = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      if (rung) return resolve()
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const clear = () => {
    rung = false
  }
  return { ring, clear, heard }
}
