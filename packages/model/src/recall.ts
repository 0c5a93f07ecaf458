import type { Channel } from './channel.ts'

/** Minutes after the order of a recall in which an outlet of that channel has to be empty, as data; later it is overdue. */
export const recallMinutes: Record<Channel, { readonly value: number; readonly source: string }> = {
  print: { value: 30, source: 'until the page is stopped at the press by telephone (house rule, 2025-11)' },
  tv: { value: 15, source: 'until the next bulletin is read (house rule, 2025-11)' },
  web: { value: 5, source: 'own site (house rule, 2025-11)' },
  app: { value: 5, source: 'own client (house rule, 2025-11)' },
  wechat: { value: 15, source: 'a person deletes the article (house rule, 2025-11)' },
}
