import type { Bilingual } from '@kitchen/model'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { en } from './en.ts'
import { type Words, zh } from './zh.ts'

export type Language = 'zh' | 'en'
type Spoken = {
  readonly language: Language
  readonly words: Words
  /** The half of a bilingual text that the person reads. */
  readonly say: (text: Bilingual) => string
  readonly speak: (language: Language) => void
}
const key = 'kitchen.language'
const Context = createContext<Spoken | null>(null)

/** Chinese first; the choice stays in this browser. */
export function WordsProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(key) === 'en' ? 'en' : 'zh'))
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    localStorage.setItem(key, language)
  }, [language])
  const value = useMemo<Spoken>(
    () => ({ language, words: language === 'zh' ? zh : en, say: (text) => text[language], speak: setLanguage }),
    [language],
  )
  return <Context value={value}>{children}</Context>
}

export function useWords(): Spoken {
  const value = useContext(Context)
  if (!value) throw new Error('useWords is used outside WordsProvider')
  return value
}
