import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Quiet flags: no background traffic, and none that weaken the page's own security. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

/** $CHROME, chromium or google-chrome on the path, or the one that the first command has brought where nothing may be installed. */
export function findChrome(): string | undefined {
  if (process.env.CHROME) return process.env.CHROME
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(import.meta.dirname, '../../.kitchen-tools/bin')]
  return ['chromium', 'google-chrome', 'google-chrome-stable']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

export const launch = (): Promise<Browser> => {
  const executablePath = findChrome()
  if (!executablePath) throw new Error('No Chromium was found: journeys need one. Set CHROME, or apt-get install chromium.')
  return chromium.launch({ executablePath, args: flags, env: { ...process.env, LC_ALL: 'C.UTF-8' } }) // else it finds no file with a Chinese name
}

export const desk = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

/** One person's day at the screen: what was done, how many clicks it took and how long. */
export type Day = {
  readonly page: Page
  readonly click: (what: string | RegExp, role?: 'button' | 'link' | 'menuitem' | 'tab' | 'switch' | 'option' | 'radio') => Promise<void>
  readonly tell: (name: string) => void
  readonly close: () => Promise<void>
}

export async function beginDay(browser: Browser, origin: string, { size = desk, locale = 'zh-CN' } = {}): Promise<Day> {
  const context = await browser.newContext({ viewport: size, locale, timezoneId: 'Asia/Shanghai', hasTouch: size.width < 500 })
  const page = await context.newPage()
  await page.goto(origin)
  const began = performance.now()
  let clicks = 0
  return {
    page,
    click: async (what, role = 'button') => {
      clicks += 1
      await page.getByRole(role, { name: what }).first().click()
    },
    tell: (name) => console.log(`  ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s, ${clicks} clicks`),
    close: () => context.close(),
  }
}

/** Signs a person of the sample region in by one click. */
export async function signIn(day: Day, person: string): Promise<void> {
  const answer = await day.page.request.post(`${new URL(day.page.url()).origin}/api/session`, { data: { person } })
  if (!answer.ok()) throw new Error(`${person} was not signed in: ${answer.status()}`)
  await day.page.goto(new URL('/', day.page.url()).href)
}
