import type { Session } from '@kitchen/api'
import { type Action, type Caller, may, type Role } from '@kitchen/model'
import { createContext, useContext } from 'react'

const Context = createContext<Session | null>(null)
export const WhoProvider = Context.Provider

/** The signed-in person. Only inside the shell, which lets nobody else in. */
export function useWho(): Session {
  const who = useContext(Context)
  if (!who) throw new Error('useWho is used outside the shell')
  return who
}

export const callerOf = ({ person, name, centre, roles }: Session): Caller => ({ person, name: name.zh, centre, roles })
export const mayDo = (who: Session, action: Action): boolean => may(callerOf(who), action)

/** The home of a person with several roles is that of the most telling one. */
const order: readonly Role[] = ['county-editor', 'editor', 'section-head', 'editor-in-chief', 'reporter', 'operator']
export type Home = 'county' | 'desk' | 'reporter' | 'operator'
export function homeOf({ roles }: Pick<Session, 'roles'>): Home {
  const first = order.find((role) => roles.includes(role))
  if (first === 'county-editor') return 'county'
  if (first === 'reporter') return 'reporter'
  return first === 'operator' ? 'operator' : 'desk'
}
