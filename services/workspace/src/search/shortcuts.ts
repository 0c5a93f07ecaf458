import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useNewStory } from '../home/new-story.ts'

type Open = (what: 'palette' | 'keys') => void

/** The keys of every screen: ⌘K or Ctrl K anywhere; ? / g n outside of text. */
export function useShortcuts(open: Open) {
  const navigate = useNavigate()
  const write = useNewStory()
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k' && !event.shiftKey && !event.altKey) {
        event.preventDefault()
        return open('palette')
      }
      if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return
      if (event.key === '?') open('keys')
      else if (event.key === '/') void navigate('/search')
      else if (event.key === 'g') void navigate('/')
      else if (event.key === 'n') write.mutate()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [open, navigate, write])
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, [role=dialog]') !== null)
