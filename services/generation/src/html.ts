/** Markup that is safe to put into a page: made by `html` only. */
export type Html = { readonly markup: string }
type Value = string | number | null | undefined | false | Html | readonly Value[]

/** Markup from a template: everything that is put into it is escaped, unless it was made by `html` itself. Fit for element content and double-quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: strings.reduce((all, part, at) => all + part + (at < values.length ? written(values[at]) : ''), '') }
}

function written(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  if ('markup' in value) return value.markup
  return value.map(written).join('')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it stands in element content or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!)

/** A value as JSON inside a script element: no `<` that could end it, no line separators. */
export const jsonInHtml = (value: unknown): Html => ({
  markup: JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
})

/** A style sheet of our own inside a style element. */
export const css = (sheet: string): Html => ({ markup: sheet.replace(/\s*\n\s*/g, '') })
