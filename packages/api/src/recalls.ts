import { bilingual, centreId, channel, instant, outletId, storyId, versionNumber } from '@kitchen/model'
import { z } from 'zod'
import { failure } from './problem.ts'

/** ordered → sent → acknowledged by the outlet → gone, seen by a look from outside; or a person has to do something. `gone` without proof: nothing had gone out. */
export const recallStage = z.enum(['ordered', 'sent', 'acknowledged', 'gone', 'person'])

/** One outlet that has, or had, something of the story. `due`: when it has to be empty; `who` does what a person has to do there. */
export const recallTarget = z.object({
  delivery: z.string(),
  story: storyId,
  centre: centreId,
  outlet: outletId,
  channel,
  version: versionNumber,
  headline: z.string(),
  stage: recallStage,
  orderedAt: instant,
  due: instant,
  since: instant,
  tries: z.int(),
  who: z.object({ person: z.string(), name: bilingual, title: z.string(), taken: z.boolean() }).nullable(),
  failure: failure.nullable(),
  proof: z.record(z.string(), z.unknown()).nullable(),
  remains: bilingual.nullable(),
  url: z.string().nullable(),
})
/** An order to take something back: all of it (`outlets` null), or what stands at these outlets. */
export const recallOrder = z.object({
  centre: centreId,
  person: z.string(),
  reason: z.string(),
  at: instant,
  outlets: z.array(outletId).nullable(),
})
/**
 * GET /api/recalls/:story → `recallView` (distribution): the orders and each target, those of recalled copies too, as far as the caller's centre ordered it
 * or has it. `media`: pictures and films of these stories, and how many of them no address gives any more.
 */
export const recallView = z.object({
  story: storyId,
  orders: z.array(recallOrder),
  targets: z.array(recallTarget),
  media: z.object({ all: z.int(), gone: z.int() }),
})
/**
 * POST /api/recalls/:story/part → `recallView`: takes back what stands at one centre, on one channel, or both; `confirmation` is the headline, typed.
 * POST /api/recalls/targets/:delivery/take `{}` → `recallView`: this person does it.
 */
export const partRecall = z.strictObject({
  centre: centreId.optional(),
  channel: channel.optional(),
  reason: z.string().trim().min(1).max(500),
  confirmation: z.string(),
})
export type RecallView = z.infer<typeof recallView>
export type RecallTarget = z.infer<typeof recallTarget>
