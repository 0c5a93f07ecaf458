import { setTimeout as delay } from 'node:timers/promises'
import { type Client, type Crew, crewOf } from '@kitchen/kitchen'
import { openKitchen } from './open-kitchen.ts'

/** What a person was told is saved: the story's newest words, and how far it was said to have come. */
type Acknowledged = { readonly words: string; readonly state: (typeof order)[number] }
type Note = (id: string, what: Acknowledged) => void
const order = ['saved', 'filed', 'sealed'] as const
const desks = [0, 1, 2, 3]

/**
 * Four desks create, save, file and seal stories while the kitchen is killed `kills` times; after every start all that was acknowledged before has to
 * be there. Gives what was missing, in words, and how many answers had come. `eager` is the known-bad twin: it takes a story for sealed
 * before it has been asked.
 */
export async function underFire(kills: number, eager = false): Promise<{ lost: string[]; stories: number; answers: number }> {
  let kitchen = await openKitchen()
  const told = new Map<string, Acknowledged>()
  const [lost, answers]: [string[], { count: number }] = [[], { count: 0 }]
  const note = (id: string, what: Acknowledged) => {
    told.set(id, what)
    answers.count += 1
  }
  const look = async (round: string) => lost.push(...(await missing((await crewOf(kitchen.workspace, '640000')).editor, told, round)))
  try {
    for (let n = 0; n < kills; n++) {
      const crew = await crewOf(kitchen.workspace, '640000')
      const working = desks.map((desk) => work(crew, note, `${n}-${desk}`, eager).catch(() => {})) // cut off by the kill, whatever it was doing
      await someAnswers(answers)
      await kitchen.kill()
      await Promise.all(working)
      kitchen = await kitchen.startAgain()
      await look(`${n}-`)
    }
    await look('')
    return { lost, stories: told.size, answers: answers.count }
  } finally {
    await kitchen.close()
  }
}

/** The kill comes after one to twelve more answers, however slow the machine is, and a moment into the next. */
async function someAnswers(answers: { readonly count: number }): Promise<void> {
  const wanted = answers.count + 1 + Math.floor(Math.random() * 12)
  for (let waited = 0; answers.count < wanted; waited += 5) {
    if (waited > 30_000) throw new Error('nobody was answered for half a minute')
    await delay(5)
  }
  await delay(Math.random() * 100)
}

/** One desk: story after story, noting each answer the moment it comes. */
async function work({ reporter, editor }: Crew, note: Note, name: string, eager: boolean): Promise<void> {
  for (let n = 0; ; n++) {
    const words = (step: string) => `第${name}-${n}篇${step}`
    const document = async (text: string) => (await reporter.manuscript('稿件.txt', Buffer.from(`${text}\n\n${text}，全文如下。`))).document
    const { id, revision } = await reporter.create(await document(words('初稿')), false)
    note(id, { words: words('初稿'), state: eager ? 'sealed' : 'saved' })
    await reporter.save(id, revision, await document(words('改稿')))
    note(id, { words: words('改稿'), state: eager ? 'sealed' : 'saved' })
    const filed = await reporter.file(id, (await reporter.story(id)).revision)
    note(id, { words: words('改稿'), state: eager ? 'sealed' : 'filed' })
    await editor.seal(id, filed.revision)
    note(id, { words: words('改稿'), state: 'sealed' })
  }
}

async function missing(editor: Client, told: ReadonlyMap<string, Acknowledged>, round: string): Promise<string[]> {
  const found: string[] = []
  for (const [id, acknowledged] of told) {
    if (!acknowledged.words.startsWith(`第${round}`)) continue
    const loss = await lossOf(editor, id, acknowledged)
    if (loss) found.push(loss)
  }
  return found
}

async function lossOf(editor: Client, id: string, { words, state }: Acknowledged): Promise<string | undefined> {
  const story = await editor.story(id).catch(() => undefined)
  if (!story) return `${id} is gone`
  const reached = story.state === 'draft' ? 'saved' : story.state === 'filed' ? 'filed' : 'sealed'
  if (order.indexOf(reached) < order.indexOf(state)) return `${id} was ${state} and is ${story.state}`
  const later = words.replace('初稿', '改稿') // a save whose answer was cut off may have happened
  const text = JSON.stringify(story.document)
  return text.includes(words) || text.includes(later) ? undefined : `${id} has lost “${words}”`
}
