import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { expect } from 'vitest'
import { type Conflict, choose, lineageOf, type Merged, mergeCorrection } from '../../src/index.ts'
import { splitText } from '../../src/merge/tokens.ts'
import { block, story } from '../stories.ts'
import { edited, type Op, runsIn, sample, seen } from './edits.ts'

const ops = fc.array(fc.tuple(fc.nat(10), fc.nat(11), fc.nat(60), fc.nat(6)), { maxLength: 5 })
type Law = (base: Node, theirs: Node, ours: Node) => void
/** Runs a law on seeded versions of a story. Throws where it does not hold. */
export function holds(law: Law, runs: number): void {
  const versions = fc.property(fc.nat(9), ops, ops, (seed, above, here) =>
    law(sample(seed), edited(sample(seed), above, '甲'), edited(sample(seed), here, '乙')),
  )
  fc.assert(versions, { numRuns: runs, seed: 20251124 })
}

const told = (...merges: readonly Merged[]): string => JSON.stringify(merges.map(({ conflicts, changes }) => [conflicts, changes])) // what is asked and what is noted
const lost = (result: Node, noted: string, ...sides: readonly Node[]): string[] =>
  sides.flatMap((side) => [...runsIn(seen(side))]).filter((run) => !seen(result).includes(run) && !noted.includes(run))
const idsOf = (document: Node): string[] => document.children.map((one) => String(one.attrs.id))
const find = (document: Node, id: string) => document.children.find((one) => one.attrs.id === id)
const questions = ({ conflicts }: Merged) =>
  conflicts
    .filter(({ kind }) => kind !== 'order')
    .map(({ block: id }) => id)
    .sort()

/** The laws of the merge by the promise that each keeps. */
export const laws: Readonly<Record<string, Law>> = {
  'nothing above changes nothing here': (base, _, ours) => {
    const made = mergeCorrection({ base, theirs: base, ours })
    expect([seen(made.document), made.conflicts, made.changes]).toEqual([seen(ours), [], []])
  },
  'nothing changed here: it is what is above': (base, theirs) => {
    const made = mergeCorrection({ base, theirs, ours: base })
    expect([seen(made.document), made.conflicts]).toEqual([seen(theirs), []])
  },
  'both the same: nothing is asked': (base, theirs) => {
    const made = mergeCorrection({ base, theirs, ours: theirs })
    expect([seen(made.document), made.conflicts]).toEqual([seen(theirs), []])
  },
  'the result is valid, has each id once and no half character': (base, theirs, ours) => {
    const { document } = mergeCorrection({ base, theirs, ours })
    document.check()
    expect(new Set(idsOf(document)).size).toBe(document.childCount)
    expect(seen(document).isWellFormed()).toBe(true)
  },
  'nothing is lost in silence': (base, theirs, ours) => {
    const made = mergeCorrection({ base, theirs, ours })
    expect(lost(made.document, told(made), theirs, ours)).toEqual([])
  },
  'a block that one side left alone is the other side’s, to the letter': (base, theirs, ours) => {
    const { document } = mergeCorrection({ base, theirs, ours })
    for (const one of base.children) {
      const [id, above, here] = [String(one.attrs.id), find(theirs, one.attrs.id), find(ours, one.attrs.id)]
      if (above?.eq(one)) expect(find(document, id)?.toJSON()).toEqual(here?.toJSON())
      if (here?.eq(one) && above) expect(find(document, id)?.toJSON()).toEqual(above.toJSON())
    }
  },
  'what is here keeps its order unless it was moved above': (base, theirs, ours) => {
    const { document, changes } = mergeCorrection({ base, theirs, ours })
    const moved = new Set(changes.filter(({ kind }) => kind === 'moved').map(({ block: id }) => id))
    const common = (one: string[], other: string[]) => one.filter((id) => other.includes(id) && !moved.has(id))
    expect(common(idsOf(document), idsOf(ours))).toEqual(common(idsOf(ours), idsOf(document)))
  },
  'merging again is quiet, and what is open is asked again': (base, theirs, ours) => {
    const first = mergeCorrection({ base, theirs, ours })
    const second = mergeCorrection({ base: first.base, theirs, ours: first.document })
    expect(seen(second.document)).toBe(seen(first.document))
    expect(questions(second)).toEqual(questions(first))
  },
  'each choice can be carried out': (base, theirs, ours) => {
    const { document, conflicts } = mergeCorrection({ base, theirs, ours })
    for (const conflict of conflicts) expectChosen(document, conflict)
  },
  'lineage follows from the two texts': (base, theirs, ours) => {
    const { document } = mergeCorrection({ base, theirs, ours })
    const lineage = lineageOf(theirs, document)
    for (const [id, line] of lineage) {
      const [above, here] = [find(theirs, id), find(document, id)]
      const expected = !here ? 'leftOut' : !above ? 'local' : above.eq(here) ? 'inherited' : 'changed'
      expect([id, line]).toEqual([id, expected])
    }
  },
  'through a city that changed nothing is the same as directly': (base, theirs, ours) => {
    const city = mergeCorrection({ base, theirs, ours: base }).document
    expect(seen(mergeCorrection({ base, theirs: city, ours }).document)).toBe(seen(mergeCorrection({ base, theirs, ours }).document))
  },
  'locked text is what it is above, and what a lock overruled is noted': (base, theirs, ours) => {
    const made = mergeCorrection({ base, theirs, ours, locked: new Set(['p0', 'p1']) })
    for (const id of ['p0', 'p1']) expect(find(made.document, id)?.toJSON()).toEqual(find(theirs, id)?.toJSON())
    expect(lost(made.document, told(made), theirs, ours)).toEqual([])
  },
}

function expectChosen(document: Node, conflict: Conflict): void {
  expect(choose(document, conflict, 'ours')).toBe(document)
  const after = choose(document, conflict, 'theirs')
  const chosen = conflict.block === '' ? after : find(after, conflict.block)
  expect(chosen?.toJSON()).toEqual(conflict.choices.theirs?.toJSON())
}

/** Through a city that changed it too, down to a county, nothing is lost in silence. */
export function nothingLostThroughLevels(runs: number): void {
  const levels = fc.property(fc.nat(9), ops, ops, ops, (seed, above, between, here) => {
    const region = sample(seed)
    const theirs = edited(region, above, '甲')
    const city = edited(region, between, '乙')
    const county = edited(city, here, '丙')
    const first = mergeCorrection({ base: region, theirs, ours: city })
    const second = mergeCorrection({ base: city, theirs: first.document, ours: county })
    second.document.check()
    expect(lost(second.document, told(first, second), theirs, county)).toEqual([])
  })
  fc.assert(levels, { numRuns: runs, seed: 20251124 })
}

/** Corrections of different blocks in any order, or at once, give the same. */
export function orderDoesNotMatter(runs: number): void {
  const text = ops.map((all) => all.map(([, where, at, size]): Op => [9, where, at, size]))
  const corrections = fc.property(fc.nat(9), text, text, text, (seed, one, other, here) => {
    const base = sample(seed, 6)
    const ours = edited(base, here, '乙')
    const onThird = (all: readonly Op[], odd: number) => all.map(([kind, where, at, size]): Op => [kind, (where % 3) * 2 + odd, at, size])
    const [a, b] = [edited(base, onThird(one, 0), '甲'), edited(base, onThird(other, 1), '甲')]
    const both = edited(a, onThird(other, 1), '甲')
    const inTurn = (first: Node) =>
      mergeCorrection({ base: first, theirs: both, ours: mergeCorrection({ base, theirs: first, ours }).document })
    const atOnce = seen(mergeCorrection({ base, theirs: both, ours }).document)
    expect([seen(inTurn(a).document), seen(inTurn(b).document)]).toEqual([atOnce, atOnce])
  })
  fc.assert(corrections, { numRuns: runs, seed: 20251124 })
}

const paragraph = (text: string): Node => story('题', block('paragraph', 'p1', text))
const bodyOf = (document: Node): string => document.child(4).textContent

type Known = { readonly at: number; readonly size: number; readonly word: string; readonly clause: number }
/**
 * The slow, plainly right reference: edits of both sides are known beforehand and lie in different clauses, so what must come out is the text with all of
 * them carried out one by one.
 */
export function equalsTheReference(runs: number): void {
  const some = fc.array(fc.tuple(fc.nat(40), fc.nat(3), fc.boolean()), { maxLength: 4 })
  const versions = fc.property(fc.nat(9), some, some, (seed, above, here) => {
    const parts = splitText(sample(seed).child(4).textContent)
    const [a, b] = [known(parts, above, '甲', 0), known(parts, here, '乙', 1)]
    const ours = paragraph(applied(parts, b))
    const made = mergeCorrection({ base: paragraph(parts.join('')), theirs: paragraph(applied(parts, a)), ours })
    expect([bodyOf(made.document), made.conflicts]).toEqual([applied(parts, [...a, ...b]), []])
  })
  fc.assert(versions, { numRuns: runs, seed: 20251124 })
}

/** One edit a clause, never at its start nor over its end; each side has every second clause. */
function known(parts: readonly string[], edits: readonly (readonly [number, number, boolean])[], who: string, odd: number): Known[] {
  const clause = parts.map((_, at) => parts.slice(0, at).filter((part) => /[，。！？；：]$/.test(part)).length)
  const all = edits.map(([place, size, gone], n) => {
    const at = place % parts.length
    return { at, size, word: gone ? '' : `${who}${'子丑寅卯'[n]}`, clause: clause[at]! }
  })
  const inside = all.filter(
    (one) => one.clause % 2 === odd && clause[one.at + one.size] === one.clause && (one.size > 0 || one.word !== ''),
  )
  const later = inside.filter((one) => one.at > 0 && clause[one.at - 1] === one.clause)
  return later.filter((one, n) => later.findIndex((other) => other.clause === one.clause) === n)
}
const applied = (parts: readonly string[], edits: readonly Known[]): string =>
  [...edits]
    .sort((one, other) => other.at - one.at)
    .reduce<string[]>((text, { at, size, word }) => text.toSpliced(at, size, ...(word === '' ? [] : [word])), [...parts])
    .join('')

/** No figure, flag or sign that neither side wrote. */
export function inventsNothing(runs: number): void {
  const signs = ['1', '20', '5', ',', '.', ':', '万', '%', '年', '，', '三', '十', 'a', '🇨🇳', '🇨', '👩', '\u200d', '🌾', '\ufe0f', '𠮷']
  const text = fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 8 })
  const change = fc.tuple(fc.nat(8), fc.nat(2), fc.array(fc.constantFrom(...signs), { maxLength: 2 }))
  const versions = fc.property(text, change, change, (list, above, here) => {
    const changed = ([at, gone, come]: typeof above) => list.toSpliced(at % list.length, gone, ...come).join('')
    const texts = [list.join(''), changed(above), changed(here)]
    const [base, theirs, ours] = texts.map(paragraph)
    const { document } = mergeCorrection({ base: base!, theirs: theirs!, ours: ours! })
    const parts = new Set(texts.flatMap(splitText))
    expect(splitText(bodyOf(document)).filter((part) => !parts.has(part))).toEqual([])
  })
  fc.assert(versions, { numRuns: runs, seed: 20251124 })
}
