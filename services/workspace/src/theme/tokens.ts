/** Every colour and measure of the screens. 朱红 is for the masthead and the one primary action alone. */
export type Tokens = {
  readonly paper: string
  readonly raised: string
  readonly desk: string
  readonly ink: string
  readonly soft: string
  readonly rule: string
  readonly accent: string
  /** Darker, so that white on it stays readable under the pointer. */
  readonly accentPressed: string
  readonly masthead: string
  readonly link: string
  readonly tint: string
  readonly mark: string
  readonly states: Readonly<Record<StateColour, string>>
}
export type StateColour = 'waiting' | 'making' | 'made' | 'delivered' | 'person' | 'refused' | 'recalling' | 'recalled' | 'stale'

export const light: Tokens = {
  paper: '#ffffff',
  raised: '#ffffff',
  desk: '#f5f4f1',
  ink: '#1f1f1f',
  soft: '#5c5c5c',
  rule: '#e3e1db',
  accent: '#c0392b',
  accentPressed: '#a32f23',
  masthead: '#c0392b',
  link: '#1a56b0',
  tint: '#f2f6fc',
  mark: '#fff1b8',
  states: {
    waiting: '#6b6b6b',
    making: '#1a56b0',
    made: '#1a56b0',
    delivered: '#1b7a3d',
    person: '#a65400',
    refused: '#b3261e',
    recalling: '#1a56b0',
    recalled: '#5c5c5c',
    stale: '#6d3fa6',
  },
}

export const dark: Tokens = {
  paper: '#191918',
  raised: '#232322',
  desk: '#111110',
  ink: '#ececea',
  soft: '#adaba6',
  rule: '#373633',
  accent: '#c0392b',
  accentPressed: '#a32f23',
  masthead: '#ee7161',
  link: '#86b4f5',
  tint: '#1e2733',
  mark: '#5a4a12',
  states: {
    waiting: '#9a9a97',
    making: '#86b4f5',
    made: '#86b4f5',
    delivered: '#5fc487',
    person: '#f0a54a',
    refused: '#f2857c',
    recalling: '#86b4f5',
    recalled: '#b5b3ae',
    stale: '#bd9aea',
  },
}

/** System Chinese fonts first; headlines of stories in a Song face. Nothing is fetched. */
export const fonts = {
  text: '"PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif',
  headline: '"Noto Serif SC","Noto Serif CJK SC","Source Han Serif SC","Songti SC",STSong,SimSun,serif',
  figures: 'ui-monospace,"SF Mono",Consolas,"Liberation Mono",monospace',
} as const

/** The tokens as CSS custom properties, for example `--ink` and `--state-made`. */
export function properties(tokens: Tokens): Record<string, string> {
  const { states, ...plain } = tokens
  const named = (prefix: string, values: object) =>
    Object.entries(values).map(([name, value]) => [`--${prefix}${name}`, String(value)] as const)
  return Object.fromEntries([...named('', plain), ...named('state-', states), ...named('font-', fonts)])
}
