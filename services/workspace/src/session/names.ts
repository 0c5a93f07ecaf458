import { useRegion } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'

/** A person's name in the reader's language; `otherwise` is what the answer itself called them. */
export function useNames(): (person: string | null, otherwise: string) => string {
  const region = useRegion()
  const { say } = useWords()
  return (person, otherwise) => {
    const found = region.data?.people.find(({ id }) => id === person)
    return found ? say(found.name) : otherwise
  }
}
