import sharp from 'sharp'
import { escapeHtml } from '../html.ts'
import { breakLines, oneLine } from '../story/lines.ts'

/** How a line of text is drawn. Sizes in pixels; `colour` as #rrggbb. */
export type Style = { readonly face: 'serif' | 'sans'; readonly weight: 'regular' | 'bold'; readonly size: number; readonly colour: string }
export type Lettering = { readonly input: Buffer; readonly width: number; readonly height: number }

const families = { serif: 'Noto Serif SC', sans: 'Noto Sans SC' } as const

/** Lines of text as a transparent picture. */
export async function letter(lines: readonly string[], { face, weight, size, colour }: Style): Promise<Lettering> {
  const markup = `<span foreground="${colour}">${escapeHtml(lines.join('\n'))}</span>`
  const font = `${families[face]} ${weight === 'bold' ? 'Bold' : 'Regular'} ${size}`
  const { data, info } = await sharp({ text: { text: markup, font, rgba: true, dpi: 72, spacing: Math.round(size * 0.18) } })
    .png({ compressionLevel: 0 })
    .toBuffer({ resolveWithObject: true })
  return { input: data, width: info.width, height: info.height }
}

/** One line of text, cut with … where it is wider than `width` pixels. */
export const letterLine = (text: string, style: Style, width: number): Promise<Lettering> =>
  letter([oneLine(text, width / style.size)], style)

/** The text broken into lines within `width`, at the largest of the sizes at which it is at most `height` high; cut with … if none fits. */
export async function letterFitting(
  text: string,
  style: Omit<Style, 'size'>,
  sizes: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Lettering> {
  const size = sizes.find((one) => heightOf(breakLines(text, width / one).length, one) <= height) ?? sizes.at(-1)!
  const room = Math.max(1, Math.floor(height / heightOf(1, size)))
  const lines = breakLines(text, width / size)
  const shown = lines.length > room ? [...lines.slice(0, room - 1), oneLine(lines.slice(room - 1).join(''), width / size)] : lines
  return letter(shown, { ...style, size })
}

const heightOf = (lines: number, size: number): number => lines * size * 1.62
