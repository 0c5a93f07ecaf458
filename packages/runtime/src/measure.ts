/**
 * One figure for machines. `waiting` and `oldest_seconds` by stage and centre; `deliveries` of the last day by result; `recall_outstanding` by centre;
 * `parked_keys`, `lag_seconds` and `lag_events` by consumer; `relay_events` and `relay_oldest_seconds` of what the relay has still to move.
 */
export type Measure = {
  readonly name: MeasureName
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}
export type MeasureName = keyof typeof measureNames

/** Newsroom figures, in the order in which they are told: what each means and its labels. */
export const measureNames = {
  waiting: { help: 'Things that wait, by stage and centre.', labels: ['stage', 'centre'] },
  oldest_seconds: { help: 'How long the oldest of them has waited.', labels: ['stage', 'centre'] },
  deliveries: { help: 'Deliveries of the last 24 hours and those under way, by result.', labels: ['result'] },
  recall_outstanding: { help: 'Deliveries that are ordered back and not yet proved gone.', labels: ['centre'] },
  parked_keys: { help: 'Stories and assets that a consumer can not go on with.', labels: ['consumer'] },
  lag_seconds: { help: 'Age of the oldest event that a consumer has not applied.', labels: ['consumer'] },
  lag_events: { help: 'Events that a consumer has not applied.', labels: ['consumer'] },
  relay_events: { help: 'Events that the relay has still to move.', labels: [] },
  relay_oldest_seconds: { help: 'Age of the oldest of them.', labels: [] },
} as const satisfies Record<string, { help: string; labels: readonly string[] }>

/** Rows of one query over what is open: a stage and centre each, how many, and since when the oldest waits. */
export function waitingMeasures(rows: readonly { stage: string; centre: string; many: number; oldest: number }[]): Measure[] {
  return rows.flatMap(({ stage, centre, many, oldest }) => [
    { name: 'waiting' as const, labels: { stage, centre }, value: many },
    { name: 'oldest_seconds' as const, labels: { stage, centre }, value: Math.max(0, Math.round(oldest)) },
  ])
}

const keptMs = 2000
const patienceMs = 1500

/** A part's figures, asked for at most every two seconds and waited for at most a second and a half; undefined when it did not answer. */
export function measured(
  ask: () => Promise<readonly Measure[]>,
  now: () => number = Date.now,
): () => Promise<readonly Measure[] | undefined> {
  let kept: { readonly at: number; readonly answer: Promise<readonly Measure[] | undefined> } | undefined
  return () => {
    if (kept === undefined || now() - kept.at > keptMs) kept = { at: now(), answer: inTime(ask()) }
    return kept.answer
  }
}

/** The question itself may go on: the connection's own time limit ends it. */
function inTime(asked: Promise<readonly Measure[]>): Promise<readonly Measure[] | undefined> {
  const answer = asked.catch(() => undefined)
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs, undefined).unref())
  return Promise.race([answer, late])
}
