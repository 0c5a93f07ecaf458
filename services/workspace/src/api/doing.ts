import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useWords } from '../words/provider.tsx'
import { failedFrom } from './failed.ts'

type Doing<Input, Output> = {
  readonly act: (input: Input) => Promise<Output>
  /** Said in a toast when it worked. */
  readonly says?: string | undefined
  /** The keys of questions whose answers have changed. */
  readonly renews?: readonly (readonly unknown[])[]
  readonly after?: (output: Output) => void
}

/** Something a person does: told when done, told with a next step when not. */
export function useDoing<Input, Output>({ act, says, renews = [], after }: Doing<Input, Output>) {
  const { message } = App.useApp()
  const client = useQueryClient()
  const complain = useComplaint()
  return useMutation({
    mutationFn: act,
    onError: complain,
    onSuccess: (output) => {
      for (const queryKey of renews) void client.invalidateQueries({ queryKey })
      if (says) void message.success(says)
      after?.(output)
    },
  })
}

/** Tells a failure in a toast that stays until it was read. */
export function useComplaint(): (error: unknown) => void {
  const { notification } = App.useApp()
  const { say } = useWords()
  return (error) => {
    const { told } = failedFrom(error)
    notification.error({ key: told.code, title: say(told.says), description: say(told.next), duration: 15, role: 'alert' })
  }
}
