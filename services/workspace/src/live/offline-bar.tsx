import { App } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words/provider.tsx'
import { useConnected } from './live.tsx'

/** One quiet bar while the link is down; short cuts of under two seconds are not worth a word. */
export function OfflineBar() {
  const connected = useConnected()
  const { words } = useWords()
  const { message } = App.useApp()
  const [shown, setShown] = useState(false)
  const told = useRef(false)
  useEffect(() => {
    if (connected) {
      if (told.current) void message.success(words.trouble.back)
      told.current = false
      setShown(false)
      return
    }
    const timer = setTimeout(() => {
      told.current = true
      setShown(true)
    }, 2_000)
    return () => clearTimeout(timer)
  }, [connected, message, words])
  return (
    <div role="status" aria-live="polite">
      {shown && <p className="offline">{words.trouble.offline}</p>}
    </div>
  )
}
