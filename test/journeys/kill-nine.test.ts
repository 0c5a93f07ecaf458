import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { laySamples } from '@kitchen/kitchen'
import { expect, test } from 'vitest'
import { survive } from './kill-nine.ts'

test('killed ten times at any moment of a photo story, the kitchen goes on, and 100 products are delivered exactly once', {
  timeout: 400_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'))
  try {
    const [, flash, photoStory] = await laySamples(folder)
    await expect(survive(photoStory!, flash!, 10, 2500)).resolves.toBeUndefined()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
