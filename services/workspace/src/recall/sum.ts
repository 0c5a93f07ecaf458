import type { RecallTarget, RecallView } from '@kitchen/api'

type Copy = { readonly copy: string; readonly centre: string; readonly recalledAt: string | null }
export type RecallSum = { readonly all: number; readonly gone: number; readonly overdue: number; readonly unheard: readonly string[] }

/** How many are gone, how many not, how many of these too late; and the centres whose copy has not been recalled yet though all of the story was. */
export function sumOf({ targets, orders }: Pick<RecallView, 'targets' | 'orders'>, copies: readonly Copy[], now: Date): RecallSum {
  const whole = orders.some(({ outlets }) => outlets === null)
  return {
    all: targets.length,
    gone: targets.filter(({ stage }) => stage === 'gone').length,
    overdue: targets.filter((target) => isOverdue(target, now)).length,
    unheard: whole ? copies.filter(({ recalledAt }) => recalledAt === null).map(({ centre }) => centre) : [],
  }
}

export const isOverdue = ({ stage, due }: Pick<RecallTarget, 'stage' | 'due'>, now: Date): boolean =>
  stage !== 'gone' && Date.parse(due) < now.getTime()

const rank: Readonly<Record<RecallTarget['stage'], number>> = { person: 0, ordered: 1, sent: 2, acknowledged: 3, gone: 4 }
/** What needs somebody first, then what is under way, then what is gone. */
export const inOrder = (targets: readonly RecallTarget[]): readonly RecallTarget[] =>
  targets.toSorted((a, b) => rank[a.stage] - rank[b.stage] || a.centre.localeCompare(b.centre) || a.outlet.localeCompare(b.outlet))
