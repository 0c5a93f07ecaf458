import type { zhVersions } from './zh-versions.ts'

/** The same in English. */
export const enVersions: typeof zhVersions = {
  versions: {
    title: 'What changed',
    from: 'Older text',
    to: 'Newer text',
    version: (number, time) => `Version ${number} (${time})`,
    now: 'The text now',
    sinceSigned: (number) => `You last signed version ${number}; this is what changed since.`,
    none: 'Both texts are the same.',
    sum: (put, cut) => `${put} characters put in, ${cut} taken out`,
    grave: 'Changes of titles and figures are red',
    put: 'A new block',
    cut: 'A block taken out',
    moved: 'moved',
    set: 'Its picture, style or format has changed',
    by: (names) => `by ${names}`,
    rest: (count) => (count === 1 ? '1 block is unchanged' : `${count} blocks are unchanged`),
  },
}
