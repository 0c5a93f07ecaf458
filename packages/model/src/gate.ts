import { z } from 'zod'
import { type CentreId, centreId } from './ids.ts'

/** The three reviews in their order: 初审 by the responsible editor, 复审 by the section head, 终审 by the editor in chief or the leader on duty. */
export const reviews = ['first', 'second', 'final'] as const
/** The three proofreads: 一校, 二校, 三校. */
export const proofs = ['proof-first', 'proof-second', 'proof-third'] as const
/** One signature of a house's chain. */
export const signing = z.enum([...reviews, ...proofs])
export type Signing = z.infer<typeof signing>
export type Review = (typeof reviews)[number]
export type Proof = (typeof proofs)[number]
export const isReview = (one: Signing): one is Review => reviews.some((review) => review === one)

/**
 * How a centre proofreads. `with-reviews`: who reviews also proofreads, with the same signature (初审 and 一校 are one). `by-proofreaders`: three
 * signatures of their own by people with the role of a proofreader; one person may give all three.
 */
export const gateRule = z.object({ centre: centreId, proofreading: z.enum(['with-reviews', 'by-proofreaders']) })
export type GateRule = z.infer<typeof gateRule>

const chains: Record<GateRule['proofreading'], readonly Signing[]> = {
  'with-reviews': reviews,
  'by-proofreaders': ['first', 'proof-first', 'second', 'proof-second', 'proof-third', 'final'],
}

/** The signatures that a centre's story needs before it goes out, in their order: what is proofread is read last by the leader. */
export const chainOf = ({ gates }: { readonly gates: readonly GateRule[] }, centre: CentreId): readonly Signing[] =>
  chains[gates.find((one) => one.centre === centre)?.proofreading ?? 'with-reviews']
