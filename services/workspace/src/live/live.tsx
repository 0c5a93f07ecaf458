import { hint } from '@kitchen/api'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { io, type Socket } from 'socket.io-client'
import { keysOf } from './hints.ts'

type Live = { readonly connected: boolean; readonly watch: (stories: readonly string[]) => () => void }
const Context = createContext<Live>({ connected: true, watch: () => () => undefined })

/** Hints from the kitchen make the answers on screen new. Hints of one burst are taken together every 150 ms. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  const socket = useRef<Socket>(null)
  const watched = useRef(new Map<string, number>())
  useEffect(() => {
    const opened = io('/live', { transports: ['websocket', 'polling'] })
    const stale = new Map<string, readonly unknown[]>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const renew = () => {
      timer = undefined
      for (const queryKey of stale.values()) void client.invalidateQueries({ queryKey })
      stale.clear()
    }
    socket.current = opened
    opened.on('connect', () => {
      setConnected(true)
      opened.emit('subscribe', { stories: [...watched.current.keys()].slice(0, 50) })
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
  const watch = (stories: readonly string[]) => {
    const counts = watched.current
    for (const id of stories) counts.set(id, (counts.get(id) ?? 0) + 1)
    socket.current?.connected && socket.current.emit('subscribe', { stories: [...counts.keys()].slice(0, 50) })
    return () => {
      for (const id of stories) {
        const left = (counts.get(id) ?? 1) - 1
        if (left > 0) counts.set(id, left)
        else counts.delete(id)
      }
    }
  }
  return <Context value={{ connected, watch }}>{children}</Context>
}

/** Whether the link to the kitchen is up. */
export const useConnected = (): boolean => useContext(Context).connected

/** Asks for hints about these stories while the screen is open. */
export function useWatch(stories: readonly string[]) {
  const { watch } = useContext(Context)
  const names = stories.join(',')
  const start = useRef(watch)
  start.current = watch
  useEffect(() => start.current(names === '' ? [] : names.split(',')), [names])
}
