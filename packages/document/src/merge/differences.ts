/** One difference of two lists: `from`..`to` of the first is `at`..`end` of the second. */
export type Difference = { readonly from: number; readonly to: number; readonly at: number; readonly end: number }

/** Beyond so many pairs two lists are not compared item by item: all between their common ends is one difference. */
const mostPairs = 250_000

/** What differs between two lists, by a longest common subsequence between their common ends. */
export function differences(one: readonly string[], other: readonly string[]): Difference[] {
  const head = commonHead(one, other)
  const tail = commonTail(one.slice(head), other.slice(head))
  const [a, b] = [one.slice(head, one.length - tail), other.slice(head, other.length - tail)]
  if (a.length + b.length === 0) return []
  const pairs = a.length * b.length > mostPairs ? [] : commonPairs(a, b)
  return gapsOf(pairs, a.length, b.length).map(({ from, to, at, end }) => ({
    from: from + head,
    to: to + head,
    at: at + head,
    end: end + head,
  }))
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

function commonTail(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++
  return length
}

/** Index pairs of a longest common subsequence, in order. */
function commonPairs(a: readonly string[], b: readonly string[]): [number, number][] {
  const longest = lengthsOf(a, b)
  const width = b.length + 1
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++
    else j++
  }
  return pairs
}

/** For each pair of places the length of the longest common subsequence behind it. */
function lengthsOf(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j] ? lengths[(i + 1) * width + j + 1]! + 1 : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  return lengths
}

function gapsOf(pairs: readonly [number, number][], to: number, end: number): Difference[] {
  const gaps: Difference[] = []
  let [i, j] = [0, 0]
  for (const [x, y] of [...pairs, [to, end] as const]) {
    if (x > i || y > j) gaps.push({ from: i, to: x, at: j, end: y })
    ;[i, j] = [x + 1, y + 1]
  }
  return gaps
}
