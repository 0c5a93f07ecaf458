import { expect, test } from 'vitest'
import { inOrderOfNeeds, type Part, partsOf, startParts } from '../src/index.ts'

type Values = { stove: string; soup: string; table: string }
const part = partsOf<Values>()
const recorder = () => {
  const steps: string[] = []
  const running = <T>(name: string, value: T): Promise<Part<T>> => {
    steps.push(`+${name}`)
    return Promise.resolve({
      value,
      stop: async () => {
        steps.push(`-${name}`)
      },
    })
  }
  return { steps, running }
}

test('parts start after what they need and stop before it', async () => {
  const { steps, running } = recorder()
  const kitchen = await startParts<Values>(
    {
      table: part(['soup'], ({ soup }) => running('table', `with ${soup}`)),
      soup: part(['stove'], ({ stove }) => running('soup', `hot from ${stove}`)),
      stove: part([], () => running('stove', 'gas')),
    },
    ['table'],
  )
  expect(kitchen.value.table).toBe('with hot from gas')
  await kitchen.stop()
  expect(steps).toEqual(['+stove', '+soup', '+table', '-table', '-soup', '-stove'])
})

test('a part that fails is named and what had started is stopped', async () => {
  const { steps, running } = recorder()
  const failing = startParts<Values>(
    {
      table: part([], () => running('table', '')),
      soup: part(['stove'], () => Promise.reject(new Error('salt is missing'))),
      stove: part([], () => running('stove', 'gas')),
    },
    ['soup'],
  )
  await expect(failing).rejects.toThrow('soup did not start: salt is missing')
  expect(steps).toEqual(['+stove', '-stove'])
})

const alone: Record<string, { needs: string[] }> = { a: { needs: [] } }

test('a circle of needs and an unknown part are refused by name', () => {
  expect(() => inOrderOfNeeds<'a' | 'b'>({ a: { needs: ['b'] }, b: { needs: ['a'] } }, ['a'])).toThrow('a → b → a')
  expect(() => inOrderOfNeeds<string>(alone, ['b'])).toThrow('no part is called b')
})
