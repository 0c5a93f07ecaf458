import { describe, expect, test } from 'vitest'
import { bell } from '../src/bell.ts'

describe('a bell', () => {
  test('wakes who waits', async () => {
    const { ring, clear, heard } = bell()
    clear()
    setTimeout(ring, 5)
    const begun = performance.now()
    await heard(5000)
    expect(performance.now() - begun).toBeLessThan(1000)
  })

  test('that rang while the loop was at work is heard at once', async () => {
    const { ring, clear, heard } = bell()
    clear()
    ring()
    const begun = performance.now()
    await heard(5000)
    expect(performance.now() - begun).toBeLessThan(1000)
  })

  test('that does not ring is given up after its time, and forgets what it was told before it was cleared', async () => {
    const { ring, clear, heard } = bell()
    ring()
    clear()
    const begun = performance.now()
    await heard(30)
    expect(performance.now() - begun).toBeGreaterThan(25)
  })
})
