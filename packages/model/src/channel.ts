import { z } from 'zod'

/** The five channels, in the order in which every screen shows them: 报 台 网 端 微. */
export const channels = ['print', 'tv', 'web', 'app', 'wechat'] as const
export const channel = z.enum(channels)
export type Channel = z.infer<typeof channel>

/** Names of a channel as screens show them; `sign` is the one-character form. */
export const channelNames: Record<Channel, { zh: string; en: string; sign: string }> = {
  print: { zh: '报纸', en: 'Print', sign: '报' },
  tv: { zh: '电视', en: 'TV', sign: '台' },
  web: { zh: '网站', en: 'Web', sign: '网' },
  app: { zh: '客户端', en: 'App', sign: '端' },
  wechat: { zh: '微信公众号', en: 'WeChat', sign: '微' },
}
