/**
 * Months of the traditional calendar (农历, GB/T 33661-2017) from the lunar year 2024 to 2049: bits 15 to 4 are the months 1 to 12, set when of 30 days;
 * the last four bits are the leap month or 0; bit 16 is set when that has 30 days. Intl knows this calendar too, but places some new moons near
 * midnight a day late (the new year of 2027), and a paper must not.
 */
const years = [
  0x04b60, 0x0a6e6, 0x0a4e0, 0x0d260, 0x0ea65, 0x0d530, 0x05aa0, 0x076a3, 0x096d0, 0x04afb, 0x04ad0, 0x0a4d0, 0x1d0b6, 0x0d250, 0x0d520,
  0x0dd45, 0x0b5a0, 0x056d0, 0x055b2, 0x049b0, 0x0a577, 0x0a4b0, 0x0aa50, 0x1b255, 0x06d20, 0x0ada0,
]
const first = { year: 2024, day: Date.UTC(2024, 1, 10) / 86_400_000 }

/** The lunar date of a day given as a UTC midnight, 农历乙巳年十月初四; empty outside 2024 to 2049, where no table says what is right. */
export function lunarDate(midnight: number): string {
  let left = Math.floor(midnight / 86_400_000) - first.day
  for (const [at, year] of years.entries())
    for (const { name, days } of left < 0 ? [] : monthsOf(year)) {
      if (left < days) return `农历${yearName(first.year + at)}年${name}${dayName(left + 1)}`
      left -= days
    }
  return ''
}

/** The months of a year in order, the leap month after the one whose name it takes. */
function monthsOf(year: number): { name: string; days: number }[] {
  return names.flatMap((name, at) => {
    const month = { name, days: year & (0x8000 >> at) ? 30 : 29 }
    return (year & 0xf) === at + 1 ? [month, { name: `闰${name}`, days: year & 0x10000 ? 30 : 29 }] : [month]
  })
}

const names = ['正月', '二月', '三月', '四月', '五月', '六月', '七月', '八月', '九月', '十月', '十一月', '十二月']
const yearName = (year: number): string => `${'甲乙丙丁戊己庚辛壬癸'[(year - 4) % 10]}${'子丑寅卯辰巳午未申酉戌亥'[(year - 4) % 12]}`
function dayName(day: number): string {
  if (day % 10 === 0) return ['初十', '二十', '三十'][day / 10 - 1]!
  return `${'初十廿'[Math.floor(day / 10)]}${' 一二三四五六七八九'[day % 10]}`
}
