import type { Filter } from './command.ts'
import { inRow } from './loudness.ts'

/** One step of a filter graph: fed by `from` (a node, or a stream of an input), told as single filters or as a small graph of its own. */
export type Node = {
  readonly name: string
  readonly from: string
  readonly chain: readonly string[] | ((input: string, output: string) => readonly Filter[])
}

/** Puts the nodes together; a node that feeds several others (or an output and others) is split. `outputs` are the names that leave the graph. */
export function graphOf(nodes: readonly Node[], outputs: readonly string[]): Filter[] {
  const feeds = feeders(nodes, outputs)
  return nodes.flatMap(({ name, from, chain }) => {
    const input = feeds.inputOf(name, from)
    const filters =
      typeof chain === 'function' ? chain(input, feeds.rawOf(name)) : inRow(chain.length > 0 ? chain : ['null'], input, feeds.rawOf(name))
    return [...filters, ...feeds.splitOf(name)]
  })
}

function feeders(nodes: readonly Node[], outputs: readonly string[]) {
  const takers = (name: string) => [
    ...(outputs.includes(name) ? ['out'] : []),
    ...nodes.filter((one) => one.from === name).map((one) => one.name),
  ]
  const known = new Set(nodes.map(({ name }) => name))
  const link = (from: string, taker: string) => (taker === 'out' ? from : `${from}_${taker}`)
  const shared = (name: string) => takers(name).length > 1
  const inputOf = (name: string, from: string) => (known.has(from) ? link(from, name) : from)
  const rawOf = (name: string) => (shared(name) ? `${name}_all` : link(name, takers(name)[0] ?? 'out'))
  const splitOf = (name: string): Filter[] => {
    if (!shared(name)) return []
    return [
      {
        filter: 'split',
        options: String(takers(name).length),
        inputs: `${name}_all`,
        outputs: takers(name).map((taker) => link(name, taker)),
      },
    ]
  }
  return { inputOf, rawOf, splitOf }
}
