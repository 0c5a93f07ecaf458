import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { removeDatabase } from '@kitchen/database/testing'
import { cook, crewOf, laySamples } from '@kitchen/kitchen'
import { afterAll, expect, test } from 'vitest'
import { fileStory } from './file-story.ts'
import { openKitchen, openOn } from './open-kitchen.ts'

const folder = mkdtempSync(join(tmpdir(), 'restore-'))
const [backup, data] = [join(folder, 'backup'), join(folder, 'data')]
const kitchen = (...words: string[]) =>
  promisify(execFile)(process.execPath, ['services/kitchen/src/main.ts', ...words], { cwd: join(import.meta.dirname, '../..') })
afterAll(() => {
  removeDatabase(data)
  rmSync(folder, { recursive: true, force: true })
})

test('a backup of a kitchen at work, restored elsewhere, opens with its story, pictures and receipts, and goes on from there', async () => {
  const first = await openKitchen()
  const crew = await crewOf(first.workspace, '640000')
  const [, flash, photoStory] = await laySamples(join(folder, 'samples'))
  const { story } = await cook(crew, photoStory!)
  const busy = fileStory(crew.reporter, flash!)
  await kitchen('backup', backup, '--data', first.data)
  await busy
  await first.close()
  const { stdout } = await kitchen('restore', backup, '--data', data)
  expect(stdout).toContain('restored into')
  const second = await openOn(data, {}, { workspace: '0' })
  const again = await crewOf(second.workspace, '640000')
  const deliveries = await again.editor.deliveries(story.id)
  expect(deliveries.filter(({ state }) => state === 'delivered').length).toBe(100)
  const page = await (await fetch(`${second.published}/sites/640122/stories/${story.id}/`)).text()
  const picture = /\/media\/[0-9a-f]{64}\/[^"' ]+/.exec(page)?.[0]
  expect((await fetch(`${second.published}${picture}`)).status).toBe(200)
  const { id } = await fileStory(again.reporter, flash!)
  expect((await again.editor.story(id)).state).toBe('filed')
  await second.close()
})
