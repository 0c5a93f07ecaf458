import { useSyncExternalStore } from 'react'
import { useMedia } from './media.ts'

export type ShadeChoice = 'system' | 'light' | 'dark'
const key = 'kitchen.shade'
const listeners = new Set<() => void>()

/** What the person chose for this browser; `system` follows the machine. */
export function useShadeChoice(): ShadeChoice {
  return useSyncExternalStore((changed) => {
    listeners.add(changed)
    return () => listeners.delete(changed)
  }, chosen)
}

export function chooseShade(choice: ShadeChoice) {
  localStorage.setItem(key, choice)
  for (const changed of listeners) changed()
}

/** The shade that is on now. */
export function useShade(): 'light' | 'dark' {
  const choice = useShadeChoice()
  const night = useMedia('(prefers-color-scheme: dark)')
  if (choice === 'system') return night ? 'dark' : 'light'
  return choice
}

function chosen(): ShadeChoice {
  const value = localStorage.getItem(key)
  return value === 'light' || value === 'dark' ? value : 'system'
}
