/** An address as standards write it: what must be percent-encoded is. Null when it is none; then the words stay without a link. */
export function addressOf(href: string): string | null {
  return URL.canParse(href) ? new URL(href).href : null
}
