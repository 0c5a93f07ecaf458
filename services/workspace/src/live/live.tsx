import { hint } from '@kitchen/api'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { io } from 'socket.io-client'
import { keysOf } from './hints.ts'

const Connected = createContext(true)

/** Hints from the kitchen, about all of one's centre, make the answers on screen new. Hints of one burst are taken together every 150 ms. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    const opened = io('/live', { transports: ['websocket', 'polling'] })
    const stale = new Map<string, readonly unknown[]>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const renew = () => {
      timer = undefined
      for (const queryKey of stale.values()) void client.invalidateQueries({ queryKey })
      stale.clear()
    }
    opened.on('connect', () => {
      setConnected(true)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'region' && queryKey[0] !== 'session' })
    })
    opened.on('disconnect', () => setConnected(false))
    opened.on('connect_error', () => setConnected(false))
    opened.on('hint', (raw: unknown) => {
      const parsed = hint.safeParse(raw)
      if (!parsed.success) return
      for (const key of keysOf(parsed.data)) stale.set(key.join('/'), key)
      timer ??= setTimeout(renew, 150)
    })
    return () => {
      clearTimeout(timer)
      opened.close()
    }
  }, [client])
  return <Connected value={connected}>{children}</Connected>
}

/** Whether the link to the kitchen is up. */
export const useConnected = (): boolean => useContext(Connected)
