import type { zhTogether } from './zh-together.ts'

/** The same in English. */
export const enTogether: typeof zhTogether = {
  together: {
    here: 'Writing together',
    alone: 'Only you are in this story now',
    you: 'you',
    block: 'This block',
    blockLine: 'Who works on this block',
    untouched: 'nobody has changed it yet',
    lastHand: (name, time) => `changed by ${name}, ${time}`,
    heldBy: (name) => `${name} is working on it`,
    heldFrom: (name) => `handed over by ${name}`,
    take: 'I take it',
    letGo: 'Done with it',
    hand: 'Hand over',
    handTo: (name) => `Hand to ${name}`,
    note: 'A note (optional)',
    handed: (name) => `The block is with ${name} now`,
    meanwhile: (names, count) =>
      count === 1
        ? `While you were offline ${names} changed 1 block; it is marked.`
        : `While you were offline ${names} changed ${count} blocks; they are marked.`,
    shown: 'Seen',
    refused: 'Your last change was not taken; it is kept beside the text.',
  },
}
