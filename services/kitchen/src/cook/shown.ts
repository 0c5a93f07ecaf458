import { readRegion } from '@kitchen/runtime'
import { type Cooked, type Crew, cook, type Times } from './cook.ts'
import { openScreen } from './screen.ts'
import { boardText, failures, toldFailure } from './table.ts'

/** Cooks a folder with a live table on the terminal; then the times, and what failed and why. */
export async function cookShown(crew: Crew, folder: string): Promise<Cooked> {
  const [region, screen] = [readRegion(), openScreen()]
  const cooked = await cook(crew, folder, ({ headline, products, deliveries }) =>
    screen.draw(`《${headline}》${boardText(region, { products, deliveries })}`),
  )
  screen.end(
    `《${cooked.story.headline}》${boardText(region, cooked)}\n  ${Object.entries(cooked.times)
      .map(([step, ms]) => `${steps[step as keyof Times]} ${seconds(ms)}`)
      .join(' · ')}`,
  )
  for (const name of cooked.missing) console.log(`  ▲ 稿件提到的文件没有找到 a file that the manuscript names is missing: ${name}`)
  if (cooked.unused.length > 0) console.log(`  · 没有用到 not used: ${cooked.unused.join('、')}`)
  for (const { name, failure } of cooked.assets) if (failure) console.log(`  ✕ ${name}: ${toldFailure(failure)}`)
  for (const line of failures(region, cooked)) console.log(`  ${line}`)
  return cooked
}

/** Counted from the first. */
const steps: Record<keyof Times, string> = {
  filed: '交稿 filed',
  sealed: '封版 sealed',
  made: '成品 made',
  signed: '签发 signed',
  released: '发布 released',
  delivered: '送达 delivered',
}

/** Whether everything of it was delivered, nothing refused, nothing missing. */
export const whole = ({ products, deliveries, assets, missing }: Cooked): boolean =>
  missing.length === 0 &&
  assets.every(({ state }) => state === 'received') &&
  products.length > 0 &&
  products.every(({ state }) => state === 'made') &&
  deliveries.length === products.length &&
  deliveries.every(({ state }) => state === 'delivered')

export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
