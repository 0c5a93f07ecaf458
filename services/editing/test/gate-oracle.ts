import { createHash } from 'node:crypto'
import type { Fact, Story } from '../src/story.ts'
import { newsroom } from './newsroom.ts'

type Of<Type extends Fact['type']> = Extract<Fact, { type: Type }>['body']

/** Judges a life from its facts alone, by rules written down a second time: what is wrong with a release in it, or undefined. */
export function breachOf({ first, facts }: { first: Story; facts: readonly Fact[] }): string | undefined {
  for (const [index, fact] of facts.entries()) {
    const breach = breachAt(first, facts.slice(0, index), fact)
    if (breach) return `${breach}: ${facts.map(({ type }) => type).join(' ')}`
  }
  return undefined
}

function breachAt(first: Story, before: readonly Fact[], fact: Fact): string | undefined {
  if (fact.type === 'story.released') return breachIn(first, before, fact.body)
  return fact.type === 'story.supplemented' ? breachOfSupplement(first, before, fact.body) : undefined
}

/** One product that was refused when its version went out, made since, and finally reviewed by somebody who has given no other review of it. */
function breachOfSupplement(first: Story, before: readonly Fact[], { product, ...by }: Of<'story.supplemented'>): string | undefined {
  const [start, out] = [
    before.findLastIndex(({ type }) => type === 'version.sealed'),
    before.findLastIndex(({ type }) => type === 'story.released'),
  ]
  if (out < start || start === -1) return 'supplemented what is not out'
  const sealed = before[start]!.body as Of<'version.sealed'>
  const left = before.slice(out).findLast(({ type }) => ['story.recalled', 'story.reopened', 'correction.dropped'].includes(type))
  if (left && left.type !== 'correction.dropped') return `supplemented after ${left.type}`
  if (before.slice(out).some((one) => one.type === 'story.supplemented' && one.body.product.outlet === product.outlet))
    return 'supplemented twice'
  if (by.version !== sealed.version || by.contentHash !== sealed.hash) return 'supplemented another version'
  if (!answersOf(sealed, before.slice(start, out)).get(product.outlet)?.startsWith('refused:')) return 'supplemented what went out before'
  const made = before.slice(out).filter((one) => one.type !== 'product.heard' || 'hash' in one.body.product)
  if (answersOf(sealed, made).get(product.outlet) !== product.hash) return 'supplemented another product than was made'
  if (!product.outlet.startsWith(by.centre) && !product.authorisedBy) return 'nobody authorised it there'
  if (by.person === first.author) return 'the author signed a supplement'
  const others = before
    .slice(start, out)
    .flatMap(signedIn)
    .filter(({ review }) => review === 'first' || review === 'second')
  const counted = others.filter(({ productsHash }) => productsHash === hashOf(answersOf(sealed, before.slice(start, out))))
  if (counted.some(({ person }) => person === by.person)) return 'somebody signed a supplement who had given another review'
  const signed = { review: 'final', person: by.person, contentHash: by.contentHash, productsHash: '', at: by.at }
  return mayHaveSigned(first.centre, signed) ? undefined : 'somebody signed a supplement who may not'
}

function breachIn(first: Story, before: readonly Fact[], released: Of<'story.released'>): string | undefined {
  if (before.some(({ type }) => type === 'story.recalled' || type === 'copy.recalled')) return 'released after a recall'
  const start = before.findLastIndex(({ type }) => type === 'version.sealed')
  if (start === -1) return 'released without a version'
  const sealed = before[start]!.body as Of<'version.sealed'>
  const since = before.slice(start + 1)
  if (released.version !== sealed.version) return 'released another version'
  if (JSON.stringify(released.document) !== JSON.stringify(sealed.document)) return 'released another document'
  const left = since.find(({ type }) =>
    ['story.edited', 'story.returned', 'story.released', 'story.reopened', 'correction.dropped'].includes(type),
  )
  if (left) return `released after ${left.type}`
  const products = answersOf(sealed, since)
  return breachOfProducts(sealed, products, released) ?? breachOfReviews(first, since, sealed.hash, hashOf(products))
}

/** The newest answer of each expected outlet for this version. */
function answersOf(sealed: Of<'version.sealed'>, since: readonly Fact[]): Map<string, string> {
  const answers = new Map<string, string>()
  for (const fact of since) {
    if (fact.type !== 'product.heard' || fact.body.version !== sealed.version) continue
    const { product } = fact.body
    answers.set(product.outlet, 'hash' in product ? product.hash : `refused:${product.refused}`)
  }
  return answers
}

function breachOfProducts(sealed: Of<'version.sealed'>, answers: Map<string, string>, released: Of<'story.released'>): string | undefined {
  if (sealed.outlets.some(({ outlet }) => !answers.has(outlet))) return 'released before every product was made or refused'
  const made = sealed.outlets.filter(({ outlet }) => !answers.get(outlet)!.startsWith('refused:'))
  const wanted = made.map(({ outlet, authorisedBy }) => `${outlet} ${answers.get(outlet)} ${authorisedBy}`)
  const got = released.products.map(({ outlet, hash, authorisedBy }) => `${outlet} ${hash} ${authorisedBy}`)
  if (wanted.sort().join() !== got.sort().join()) return 'released other products than were made'
  return released.products.some(({ outlet, authorisedBy }) => !outlet.startsWith(released.centre) && !authorisedBy)
    ? 'nobody authorised it there'
    : undefined
}

const hashOf = (answers: Map<string, string>): string =>
  createHash('sha256')
    .update(
      [...answers]
        .map(([outlet, answer]) => `${outlet} ${answer}\n`)
        .sort()
        .join(''),
    )
    .digest('hex')

type Signed = {
  review: string
  person: string
  contentHash: string
  productsHash: string
  phone?: { recordedBy: string; note: string } | undefined
  at: string
}
const proofsAskedAt = ['100101']

function breachOfReviews(first: Story, since: readonly Fact[], content: string, products: string): string | undefined {
  const signed = since.flatMap(signedIn).filter((one) => one.contentHash === content && one.productsHash === products)
  const wanted = [
    'first',
    'second',
    'final',
    ...(proofsAskedAt.includes(first.centre) ? ['proof-first', 'proof-second', 'proof-third'] : []),
  ]
  const given = wanted.map((review) => signed.find((one) => one.review === review))
  if (given.includes(undefined)) return 'released without every review and proofread of exactly this'
  const all = given as Signed[]
  if (new Set(all.slice(0, 3).map(({ person }) => person)).size !== 3) return 'somebody did two of the three reviews'
  if (all.some(({ person }) => person === first.author)) return 'the author signed it'
  if (all.some((one) => !mayHaveSigned(first.centre, one))) return 'somebody signed who may not'
  const heard = all.find(
    ({ phone, person }) => phone && (phone.recordedBy === person || phone.recordedBy === first.author || phone.note === ''),
  )
  return heard && 'a call was written down by its signer or the author'
}

function signedIn(fact: Fact): Signed[] {
  if (fact.type === 'story.signed') return [fact.body]
  return fact.type === 'story.proofread' ? [{ ...fact.body, review: fact.body.proof }] : []
}

const roleFor: Record<string, readonly string[]> = {
  first: ['editor', 'county-editor'],
  second: ['section-head'],
  final: ['editor-in-chief'],
}
/** By role at that house, or as one of the two who stand in, from minute 8 to 23. */
function mayHaveSigned(centre: string, { review, person, at }: Signed): boolean {
  const roles: readonly string[] = newsroom.people.find((one) => one.id === person && one.centre === centre)?.roles ?? []
  const minute = (Date.parse(at) - 1_764_000_000_000) / 60_000
  const stands =
    minute >= 8 && minute < 23 && (person === '100000-ops' ? review === 'second' : person === '100101-jin' && review.startsWith('proof'))
  return stands || roles.some((role) => (roleFor[review] ?? ['proofreader']).includes(role))
}
