import { DownOutlined } from '@ant-design/icons'
import { roleNames } from '@kitchen/model'
import { useQueryClient } from '@tanstack/react-query'
import { Dropdown } from 'antd'
import { useNavigate } from 'react-router'
import { tell } from '../api/ask.ts'
import { useComplaint } from '../api/doing.ts'
import { chooseShade, type ShadeChoice, useShadeChoice } from '../theme/shade.ts'
import { leaveUploads } from '../uploads/queue.ts'
import { useWords } from '../words/provider.tsx'
import { useWho } from './who.tsx'

/** Who is signed in; language, appearance, keys, sign out. */
export function Account({ openKeys }: { readonly openKeys: () => void }) {
  const { words, say, language, speak } = useWords()
  const who = useWho()
  const signOut = useSignOut()
  const [role] = who.roles
  const title = language === 'zh' || !role ? who.title : roleNames[role].en
  const shade = useShadeChoice()
  const shades = (['system', 'light', 'dark'] as const).map((key: ShadeChoice) => ({
    key: `shade.${key}`,
    label: words.nav.shades[key],
    onClick: () => chooseShade(key),
  }))
  const items = [
    { key: 'who', type: 'group' as const, label: `${say(who.name)} · ${title}` },
    {
      key: 'language',
      label: <span lang={language === 'zh' ? 'en' : 'zh-CN'}>{words.nav.language}</span>,
      onClick: () => speak(language === 'zh' ? 'en' : 'zh'),
    },
    { key: 'shade', label: words.nav.shade, children: shades },
    { key: 'keys', label: words.nav.keys, onClick: openKeys },
    { type: 'divider' as const },
    { key: 'out', label: words.nav.signOut, onClick: () => void signOut() },
  ]
  return (
    <Dropdown menu={{ items, selectedKeys: [`shade.${shade}`] }} trigger={['click']} placement="bottomRight">
      <button type="button" className="account">
        <span className="account-name">{say(who.name)}</span>
        <span className="account-title">{title}</span>
        <DownOutlined aria-hidden />
      </button>
    </Dropdown>
  )
}

/** Ends the session and forgets all answers. */
export function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const complain = useComplaint()
  return async () => {
    try {
      await tell('/api/session', 'DELETE')
      leaveUploads()
      client.clear()
      await navigate('/sign-in')
    } catch (error) {
      complain(error)
    }
  }
}
