import { useNow } from './now.ts'
import { useWords } from './provider.tsx'
import { fullTime, shortTime } from './times.ts'

/** 今天 10:32; the whole time with its zone on hover. */
export function Time({ at }: { readonly at: string }) {
  const { language } = useWords()
  const now = useNow()
  return (
    <time className="time" dateTime={at} title={fullTime(at, language)}>
      {shortTime(at, now, language)}
    </time>
  )
}
