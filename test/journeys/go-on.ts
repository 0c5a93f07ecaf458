import { type Crew, untilStill } from '@kitchen/kitchen'

/** Does whatever step a story waits for, as the people who may, until it is released. Any step may be cut off and begun again. */
export async function goOn(crew: Crew, id: string): Promise<void> {
  for (;;) {
    const story = await crew.editor.story(id)
    if (story.state === 'released') return
    const { step } = story.waiting
    if (step === 'write' || step === 'edit' || step === 'seal') await crew.editor.seal(id, story.revision)
    else if (step === 'first' || step === 'second' || step === 'final') await signNext(crew, id, step)
    else await crew.editorInChief.release(id, story.sealed!.version)
  }
}

async function signNext(crew: Crew, id: string, review: 'first' | 'second' | 'final'): Promise<void> {
  const person = { first: crew.editor, second: crew.sectionHead, final: crew.editorInChief }[review]
  const { sealed } = await untilStill(
    () => person.story(id),
    ({ sealed: now }) => now !== null && now.productsHash !== null && now.made + now.refused === now.expected,
    () => {},
  )
  await person.sign(id, { version: sealed!.version, review, contentHash: sealed!.contentHash, productsHash: sealed!.productsHash! })
}
