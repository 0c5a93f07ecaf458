import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Region, region } from '@kitchen/model'

/** The region that comes with the program: the sample. */
export const sampleRegionFile = fileURLToPath(import.meta.resolve('@kitchen/model/data/ningxia.json'))

/** Reads and checks a region file. Throws with every mistake of the file in one message. */
export function readRegion(file: string = sampleRegionFile): Region {
  const parsed = region.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(
    `${file} is not a region:\n${parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n')}`,
  )
}
