import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { laySamples } from '@kitchen/kitchen'
import { expect, test } from 'vitest'
import { survive } from '../journeys/kill-nine.ts'

test('killed twenty times while a film is rendered and delivered, the kitchen delivers 100 products exactly once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'))
  try {
    const [feature, flash] = await laySamples(folder)
    await expect(survive(feature!, flash!, 20, 9000)).resolves.toBeUndefined()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
