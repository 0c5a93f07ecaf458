/** The services that have routes, a report and buttons. */
export const observed = [
  'journal',
  'identity',
  'ingest',
  'editing',
  'transcoding',
  'generation',
  'distribution',
  'syndication',
  'search',
] as const
export type ServiceName = (typeof observed)[number]

/** What one process may be asked to be: `--target=ingest,transcoding`. Each names the parts that it starts. */
export const targetParts = {
  edge: ['edge'],
  identity: ['identity'],
  ingest: ['ingest'],
  editing: ['editing'],
  transcoding: ['transcoding'],
  generation: ['generation'],
  distribution: ['distribution'],
  syndication: ['syndication'],
  search: ['search'],
  relay: ['relay', 'journal'],
  simulator: ['simulator'],
} as const
export type Target = keyof typeof targetParts
export const targetNames = Object.keys(targetParts) as readonly Target[]

/** What a process is: everything, or some targets. Throws on a name that is none. */
export type Shape = 'all' | ReadonlySet<string>

/** The parts of the wanted targets; `all` alone means everything in one process. */
export function shapeOf(targets: readonly string[]): Shape {
  if (targets.includes('all')) return 'all'
  const unknown = targets.filter((one) => !Object.hasOwn(targetParts, one))
  if (unknown.length > 0)
    throw new Error(`没有这个部件 there is no target ${unknown.join(', ')}　可选 choose from: all, ${targetNames.join(', ')}`)
  return new Set(targets.flatMap((one) => targetParts[one as Target]))
}
