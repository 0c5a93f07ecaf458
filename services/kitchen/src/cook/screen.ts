/** Draws a block of lines in place on a terminal; elsewhere prints a line when its first line changes, at most every two seconds. */
export function openScreen(out: NodeJS.WriteStream = process.stdout): { draw: (text: string) => void; end: (text: string) => void } {
  let drawn = 0
  let [last, at] = ['', 0]
  const wipe = () => {
    if (drawn > 0) out.write(`\x1b[${drawn}F\x1b[J`)
    drawn = 0
  }
  const draw = (text: string) => {
    if (out.isTTY) {
      wipe()
      out.write(`${text}\n`)
      drawn = text.split('\n').length
      return
    }
    const [first = ''] = text.split('\n')
    if (first === last || Date.now() - at < 2000) return
    out.write(`${first}\n`)
    ;[last, at] = [first, Date.now()]
  }
  return {
    draw,
    end: (text) => {
      wipe()
      out.write(`${text}\n`)
    },
  }
}
