import { App, ConfigProvider, theme } from 'antd'
import enModule from 'antd/es/locale/en_US.js'
import type { Locale } from 'antd/es/locale/index.js'
import zhModule from 'antd/es/locale/zh_CN.js'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useWords } from '../words/provider.tsx'
import { useMedia } from './media.ts'
import { useShade } from './shade.ts'
import { dark, fonts, light, properties, type Tokens } from './tokens.ts'

/** antd and our own style sheets from the one file of tokens. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const { language } = useWords()
  const shade = useShade()
  const phone = useMedia('(max-width: 640px)')
  const tokens = shade === 'dark' ? dark : light
  useEffect(() => paint(tokens, shade), [tokens, shade])
  const config = useMemo(() => antdTheme(tokens, shade === 'dark', phone), [tokens, shade, phone])
  return (
    <ConfigProvider theme={config} locale={localeOf(language === 'zh' ? zhModule : enModule)} button={{ autoInsertSpace: false }}>
      <App className="app" notification={{ placement: 'bottomLeft', duration: 10, bottom: phone ? 72 : 24 }}>
        {children}
      </App>
    </ConfigProvider>
  )
}

function paint(tokens: Tokens, shade: string) {
  const { style } = document.documentElement
  for (const [name, value] of Object.entries(properties(tokens))) style.setProperty(name, value)
  style.colorScheme = shade
}

/** antd ships its locales as modules that bundlers and type checkers unwrap differently. */
const localeOf = (module: Locale | { readonly default: Locale }): Locale => ('default' in module ? module.default : module)

function antdTheme(tokens: Tokens, isDark: boolean, phone: boolean) {
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: tokens.link,
      colorLink: tokens.link,
      colorInfo: tokens.link,
      colorSuccess: tokens.states.delivered,
      colorWarning: tokens.states.person,
      colorError: tokens.states.refused,
      colorText: tokens.ink,
      colorTextSecondary: tokens.soft,
      colorTextTertiary: tokens.soft,
      colorTextDescription: tokens.soft,
      colorTextPlaceholder: tokens.soft,
      colorBgBase: tokens.paper,
      colorBgElevated: tokens.raised,
      colorBorder: tokens.rule,
      colorBorderSecondary: tokens.rule,
      borderRadius: 4,
      fontFamily: fonts.text,
      fontSize: phone ? 16 : 14,
      controlHeight: phone ? 44 : 32,
      wireframe: false,
    },
    components: {
      Button: {
        colorPrimary: tokens.accent,
        colorPrimaryHover: tokens.accentPressed,
        colorPrimaryActive: tokens.accentPressed,
        defaultHoverColor: tokens.ink,
        defaultHoverBorderColor: tokens.soft,
        defaultActiveColor: tokens.ink,
        defaultActiveBorderColor: tokens.ink,
        algorithm: true,
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
      },
      Segmented: { trackBg: tokens.desk, itemSelectedBg: tokens.raised, itemColor: tokens.soft },
    },
  }
}
