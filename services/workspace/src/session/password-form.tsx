import { Button, Input } from 'antd'
import { type FormEvent, useId } from 'react'
import { useWords } from '../words/provider.tsx'

type Props = { readonly busy: boolean; readonly submit: (person: string, password: string) => void }

export function PasswordForm({ busy, submit }: Props) {
  const { words } = useWords()
  const id = useId()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    submit(String(form.get('person')).trim(), String(form.get('password')))
  }
  return (
    <section className="signin-password" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words.signIn.password}</h2>
      <form onSubmit={send}>
        <label htmlFor={`${id}-person`}>{words.signIn.person}</label>
        <Input id={`${id}-person`} name="person" autoComplete="username" required autoCapitalize="none" spellCheck={false} />
        <label htmlFor={`${id}-password`}>{words.signIn.secret}</label>
        <Input.Password id={`${id}-password`} name="password" autoComplete="current-password" required maxLength={200} />
        <Button htmlType="submit" type="primary" block loading={busy}>
          {words.signIn.submit}
        </Button>
      </form>
    </section>
  )
}
