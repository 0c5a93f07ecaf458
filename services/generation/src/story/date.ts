/** Parts of an instant on the clocks of a time zone. */
function partsOf(at: Date, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  })
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** `2025-11-23 10:32`, as a Chinese news page writes it. */
export function minuteOf(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = partsOf(at, timeZone)
  return `${year}-${month}-${day} ${hour}:${minute}`
}

/** `2025年11月23日`. */
export function dayOf(at: Date, timeZone: string): string {
  const { year, month, day } = partsOf(at, timeZone)
  return `${year}年${Number(month)}月${Number(day)}日`
}

/** ISO 8601 with the zone's offset: `2025-11-23T10:32:05+08:00`. */
export function localIso(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute, second, timeZoneName } = partsOf(at, timeZone)
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${timeZoneName === 'GMT' ? '+00:00' : timeZoneName!.slice(3)}`
}
