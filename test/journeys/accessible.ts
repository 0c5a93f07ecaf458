import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Colours on their way from one state to the next are nobody's fault: transitions that end are waited for. */
const settled = `Promise.race([
  Promise.allSettled(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished)),
  new Promise((done) => setTimeout(done, 2000)),
])`

/** What axe finds wrong with the page, a line each: rule, weight, place. Product frames are documents of their own and are checked where they are published. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(settled)
  await page.evaluate(axe)
  return page.evaluate(`axe.run({ exclude: ['iframe'] }, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => id + ' (' + impact + '): ' + nodes.slice(0, 3).map(({ target }) => target.join(' ')).join(' | ')))`)
}
