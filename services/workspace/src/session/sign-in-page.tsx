import { type RegionView, session } from '@kitchen/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { Loaded } from '../api/loaded.tsx'
import { regionQuery } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'
import { useTitle } from './page.tsx'
import { PasswordForm } from './password-form.tsx'
import { SamplePeople } from './sample-people.tsx'
import './session.css'

type Key = { readonly person: string; readonly password?: string }

/** One click as a person of the sample region, or a password. */
export function SignInPage() {
  const { words, language, speak } = useWords()
  const region = useQuery(regionQuery)
  const signIn = useSignIn()
  useTitle(words.signIn.title)
  return (
    <main className="signin">
      <header className="signin-head">
        <div>
          <p className="signin-name">{words.product}</p>
          <p className="signin-line">{words.signIn.kitchen}</p>
        </div>
        <Button type="text" onClick={() => speak(language === 'zh' ? 'en' : 'zh')} lang={language === 'zh' ? 'en' : 'zh-CN'}>
          {words.nav.language}
        </Button>
      </header>
      <h1 className="signin-title">{words.signIn.title}</h1>
      <Loaded query={region} rows={8}>
        {(all: RegionView) => (
          <div className={all.sample ? 'signin-body' : 'signin-body signin-alone'}>
            {all.sample && <SamplePeople region={all} busy={signIn.isPending} choose={(person) => signIn.mutate({ person })} />}
            <PasswordForm busy={signIn.isPending} submit={(person, password) => signIn.mutate({ person, password })} />
          </div>
        )}
      </Loaded>
    </main>
  )
}

function useSignIn() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  return useDoing({
    act: (key: Key) => ask(session, '/api/session', 'POST', key),
    after: (who) => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'region' })
      client.setQueryData(['session'], who)
      void navigate(inside(search.get('to')))
    },
  })
}

/** Only addresses of this workspace. */
const inside = (to: string | null) => (to?.startsWith('/') && !to.startsWith('//') ? to : '/')
