import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { escapeHtml } from '../html.ts'

const require = createRequire(import.meta.url)
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`))

/** The weights that lettering uses; the lock file pins them, so that cards are the same bytes everywhere. */
const fontFolders = [
  join(folderOf('@expo-google-fonts/noto-serif-sc'), '700Bold'),
  join(folderOf('@expo-google-fonts/noto-sans-sc'), '400Regular'),
  join(folderOf('@expo-google-fonts/noto-sans-sc'), '700Bold'),
]

/**
 * Lets libvips (Pango) see these fonts and no others, by a fonts.conf in `folder`. To be called before the first text is drawn in the process;
 * a FONTCONFIG_FILE that is set already is kept. The path is made absolute: fontconfig looks for a relative one below /etc/fonts and then draws in
 * whatever the machine has.
 */
export function useFonts(folder: string): void {
  if (process.env.FONTCONFIG_FILE) return
  const own = resolve(folder)
  mkdirSync(own, { recursive: true })
  const file = join(own, 'fonts.conf')
  writeFileSync(file, fontsConf(own))
  process.env.FONTCONFIG_FILE = file
}

const fontsConf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${fontFolders.map((one) => `  <dir>${escapeHtml(one)}</dir>`).join('\n')}
  <cachedir>${escapeHtml(join(folder, 'cache'))}</cachedir>
  <config></config>
</fontconfig>
`
