import { App, Button } from 'antd'
import { createElement, useEffect, useSyncExternalStore } from 'react'
import { useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import type { UploadLine } from './line.ts'
import { remove, resumeUploads, subscribeUploads, uploadsNow } from './queue.ts'

/** The queue, live. */
export const useUploads = (): readonly UploadLine[] => useSyncExternalStore(subscribeUploads, uploadsNow)

/** Goes on with what a reload interrupted, and says so. */
export function useUploadsResumed() {
  const { message } = App.useApp()
  const { words } = useWords()
  const { person } = useWho()
  useEffect(() => {
    void resumeUploads(person).then((count) => count > 0 && message.info(words.assets.resumed))
  }, [message, words, person])
}

/** Removes with ten seconds to think again. */
export function useRemove(): (line: UploadLine) => void {
  const { notification } = App.useApp()
  const { words } = useWords()
  return ({ key, name }) => {
    const taken = remove(key)
    let undone = false
    const undo = () => {
      undone = true
      taken.undo()
      notification.destroy(key)
    }
    notification.info({
      key,
      title: words.assets.removed(name),
      actions: createElement(Button, { size: 'small', onClick: undo }, words.undo),
      duration: 10,
      onClose: () => undone || taken.finally(),
    })
  }
}
