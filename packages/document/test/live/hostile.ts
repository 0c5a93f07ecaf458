import { type Authority, type Commit, commitLimits, receive } from '../../src/authority/index.ts'
import { parseDocument } from '../../src/index.ts'
import { type Chance, chanceOf } from './chance.ts'

/** Sends so many forged commits to an authority, one on what the last one left, and gives it and how often each answer came. Throws when a document is broken. */
export function assault(first: Authority, seed: number, count: number) {
  const chance = chanceOf(seed)
  const answers: Record<string, number> = {}
  let authority = first
  let slowest = 0
  for (let n = 1; n <= count; n++) {
    const commit = forged(authority, chance, n)
    const began = performance.now()
    const answer = receive(authority, commit, { ...commitLimits, bytes: 60_000, blocks: 60, recent: 100 })
    slowest = Math.max(slowest, performance.now() - began)
    const name = answer.kind === 'refused' ? answer.fault : answer.kind
    answers[name] = (answers[name] ?? 0) + 1
    if (answer.kind !== 'confirmed') continue
    authority = answer.next
    inspect(authority)
  }
  return { authority, answers, slowest }
}

/** What any reader of the document counts on. */
function inspect({ doc }: Authority): void {
  parseDocument(doc.toJSON())
  const ids = doc.children.map(({ attrs }) => String(attrs.id))
  if (new Set(ids).size !== ids.length || ids.includes('')) throw new Error(`ids are not unique: ${ids.join(' ')}`)
}

function forged({ version, doc }: Authority, chance: Chance, number: number): Commit {
  const place = () => placeIn(doc.content.size, chance)
  const steps = Array.from({ length: 1 + chance.below(3) }, () => stepOf(chance, place))
  const base = chance.one(0.9) ? version - chance.below(Math.min(version + 1, 5)) : place()
  return {
    clientId: chance.one(0.02) ? '' : `forger ${number}`,
    commitId: 1,
    baseVersion: Number.isSafeInteger(base) ? base : 0,
    steps: chance.one(0.01) ? [] : steps,
  }
}

/** Mostly a place of the document, sometimes none that is one. */
function placeIn(size: number, chance: Chance): number {
  return chance.one(0.85) ? chance.below(size + 2) : chance.pick([-1, 1.5, Number.NaN, 1e9, 2 ** 53, -0, size + 1])
}

function stepOf(chance: Chance, place: () => number): unknown {
  const [from, to] = chance.one(0.9) ? [place(), place()].sort((a, b) => a - b) : [place(), place()]
  const slice = chance.one(0.7) ? sliceOf(chance) : undefined
  const mark = chance.pick([{ type: 'strong' }, { type: 'link', attrs: { href: 'javascript:alert(1)' } }, { type: 'nothing' }, 7])
  switch (chance.below(8)) {
    case 0:
    case 1:
      return { stepType: 'replace', from, to, slice, structure: chance.one(0.2) }
    case 2:
      return { stepType: 'replaceAround', from, to, gapFrom: place(), gapTo: place(), insert: chance.below(4), slice }
    case 3:
      return { stepType: chance.pick(['addMark', 'removeMark']), from, to, mark }
    case 4:
      return { stepType: chance.pick(['addNodeMark', 'removeNodeMark']), pos: from, mark }
    case 5:
      return {
        stepType: 'attr',
        pos: from,
        attr: chance.pick(['id', 'title', 'asset', 'focus', '__proto__', 'colspan']),
        value: someValue(chance),
      }
    case 6:
      return { stepType: 'docAttr', attr: chance.pick(['id', 'constructor']), value: someValue(chance) }
    default:
      return chance.pick<unknown>([
        null,
        'replace',
        {},
        [],
        { stepType: 'replace' },
        { stepType: '__proto__' },
        { stepType: 'toString', from, to },
      ])
  }
}

function sliceOf(chance: Chance): unknown {
  const content = Array.from({ length: chance.below(4) }, () => nodeOf(chance, 0))
  return chance.one(0.9)
    ? { content, openStart: chance.below(3), openEnd: chance.below(3) }
    : chance.pick<unknown>([null, 5, [], { content: 5 }])
}

function nodeOf(chance: Chance, depth: number): unknown {
  const names = [
    'paragraph',
    'headline',
    'lead',
    'picture',
    'bulletList',
    'listItem',
    'itemText',
    'table',
    'tableRow',
    'factBox',
    'factText',
    'hardBreak',
    'text',
    'doc',
    'nothing',
  ]
  const type = chance.pick(depth > 0 && chance.one(0.6) ? ['text', 'itemText', 'factText', 'listItem'] : names)
  if (type === 'text') return { type, text: someValue(chance), marks: chance.one(0.2) ? [{ type: 'em' }] : undefined }
  const content = depth < 6 && chance.one(0.7) ? Array.from({ length: chance.below(3) }, () => nodeOf(chance, depth + 1)) : undefined
  return {
    type,
    content,
    attrs: chance.one(0.4) ? { id: someValue(chance), title: someValue(chance), asset: someValue(chance) } : undefined,
  }
}

const someValue = (chance: Chance): unknown =>
  chance.one(0.6)
    ? chance.pick(['字', 'a1', 'headline', '水渠', '', '"><script>'])
    : chance.pick<unknown>([
        '\u0000',
        '\ud800',
        '\u0007',
        'x'.repeat(9_000),
        { a: 1 },
        [1],
        null,
        1e99,
        true,
        '../../etc',
        "'; drop table --",
      ])
