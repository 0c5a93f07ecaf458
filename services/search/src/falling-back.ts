import type { Answer, Found, Question, Reader, SearchIndex, Suggestion, Window } from './document.ts'

/** Searches as people get them. */
export type Searching = {
  readonly search: (
    question: Question,
    reader: Reader,
    window: Window,
  ) => Promise<{ answer: Answer; engine: SearchIndex['adapter']; fellBack: boolean }>
  readonly suggest: (text: string, reader: Reader) => Promise<readonly Suggestion[]>
  readonly similar: (id: string, reader: Reader, limit: number) => Promise<readonly Found[]>
}
type Needs = {
  readonly postgres: SearchIndex
  readonly elastic: SearchIndex | null
  readonly complain: (trouble: unknown) => void
  readonly clock: () => Date
}
/** After a failure the engine is left alone for so long, so that nobody else waits for its time-out. */
const restMs = 2_000

/** Elasticsearch where there is one; PostgreSQL, which has the same documents, whenever it fails. */
export function fallingBack({ postgres, elastic, complain, clock }: Needs): Searching {
  let restsUntil = 0
  const first = async <T>(work: (index: SearchIndex) => Promise<T>) => {
    if (elastic && clock().getTime() >= restsUntil) {
      try {
        return { value: await work(elastic), engine: elastic.adapter, fellBack: false }
      } catch (trouble) {
        restsUntil = clock().getTime() + restMs
        complain(trouble)
      }
    }
    return { value: await work(postgres), engine: postgres.adapter, fellBack: elastic !== null }
  }
  return {
    search: async (question, reader, window) => {
      const { value: answer, engine, fellBack } = await first((index) => index.search(question, reader, window))
      return { answer, engine, fellBack }
    },
    suggest: async (text, reader) => (await first((index) => index.suggest(text, reader))).value,
    similar: async (id, reader, limit) => (await first((index) => index.similar(id, reader, limit))).value,
  }
}
