import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import type { Answer, Order } from './compositor.ts'
import { finishForPress } from './finish.ts'
import type { InkProfile } from './ink-profile.ts'
import { createTypesetter } from './typesetter.ts'

// The program of the child process: Typst blocks, so it has a process of its own that can be killed. One order at a time, answered in order.
const typesetter = createTypesetter()
let [loaded, deflated] = ['', new Uint8Array()]

process.on('message', (order: Order & { id: number }) => void answer(order))
process.on('disconnect', () => process.exit(0))
process.send!({ id: 0, value: 'ready' })

async function answer(order: Order & { id: number }): Promise<void> {
  const reply = (message: Answer) => process.send?.({ id: order.id, ...message })
  try {
    reply({ value: await obey(order) })
  } catch (error) {
    reply({ problem: error instanceof Error ? error.message : String(error) })
  }
}

async function obey(order: Order): Promise<unknown> {
  for (const [name, content] of Object.entries(order.files)) typesetter.put(name, content)
  switch (order.kind) {
    case 'ask':
      return order.labels.map((label) => typesetter.ask(order.source, label))
    case 'print':
      return finishForPress(typesetter.pdf(order.source), {
        ...order.imprint,
        bleed: 3,
        condition: order.profile.condition,
        profile: deflatedOf(order.profile),
      })
    default:
      return order satisfies never
  }
}

function deflatedOf({ file }: InkProfile): Uint8Array {
  if (file !== loaded) [loaded, deflated] = [file, deflateSync(readFileSync(file), { level: 9 })]
  return deflated
}
