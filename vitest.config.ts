import { defineConfig } from 'vitest/config'
import { notProved } from './test/not-proved.ts'

const left = ['**/node_modules/**', '**/dist/**', '.kitchen/**', 'out/**']

/** Groups run one after another, two files of a group at a time: a journey starts a whole program of its own, which waits more than it works. */
export default defineConfig({
  test: {
    exclude: left,
    testTimeout: 30_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
    reporters: ['default', notProved()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,services}/*/{src,test}/**/*.test.{ts,tsx}', 'test/laws/**/*.test.ts'],
          exclude: ['**/*.int.test.ts', ...left],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'integration', include: ['{packages,services}/*/{src,test}/**/*.int.test.ts'], sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'battery',
          include: ['test/battery/**/*.test.ts'],
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
