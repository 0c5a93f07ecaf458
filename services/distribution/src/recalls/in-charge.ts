import type { RecallTarget } from '@kitchen/api'
import { type CentreId, type Person, policy, type Region, type Role } from '@kitchen/model'

const order: readonly Role[] = ['editor', 'county-editor', 'section-head', 'editor-in-chief', 'operator']

/** Who has to see that it goes: whoever has taken it, else the first of the centre that may finish tasks, editors before chiefs; null where nobody may. */
export function inCharge(
  { people }: Pick<Region, 'people'>,
  { centre, mark }: { readonly centre: CentreId; readonly mark: Readonly<Record<string, unknown>> },
): RecallTarget['who'] {
  const taken = people.find(({ id }) => id === mark.taker)
  const found = taken ?? people.filter((one) => one.centre === centre && rank(one) < order.length).toSorted((a, b) => rank(a) - rank(b))[0]
  return found ? { person: found.id, name: found.name, title: found.title, taken: taken !== undefined } : null
}

const rank = ({ roles }: Person): number => {
  const allowed: readonly Role[] = policy['task.finish']
  const at = order.findIndex((role) => roles.includes(role) && allowed.includes(role))
  return at < 0 ? order.length : at
}
