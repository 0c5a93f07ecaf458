import { z } from 'zod'
import { type Channel, channel } from './channel.ts'
import { gateRule } from './gate.ts'
import { type CentreId, centreId, type OutletId, outletId, type PersonId, personId } from './ids.ts'
import { role } from './rights.ts'

/** A text in both languages of the screens. */
export const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) })
export type Bilingual = z.infer<typeof bilingual>

/** What an outlet wants of its products; limits of a profile are data in `limits.ts`. */
export const profile = z.enum([
  'newspaper-page',
  'city-page',
  'notice-board', // print
  'xdcam-hd422',
  'mp4-1080p25', // tv
  'site',
  'unified-app',
  'subscription-account',
])
export type Profile = z.infer<typeof profile>

/** One place of a centre on a channel. `address`: `embedded` for the outlets that come with the program. */
export const outlet = z.object({ id: outletId, channel, profile, name: bilingual, address: z.string() })
export type Outlet = z.infer<typeof outlet>

export const level = z.enum(['region', 'city', 'county'])
export type Level = z.infer<typeof level>

/** One of the organisations; the tenant. `parent` is the centre above, null for the region itself. */
export const centre = z.object({
  id: centreId,
  name: bilingual,
  fullName: z.string(),
  level,
  parent: centreId.nullable(),
  masthead: bilingual,
  licence: z.object({ print: z.string(), web: z.string() }),
  outlets: z.array(outlet),
})
export type Centre = z.infer<typeof centre>

export const person = z.object({ id: personId, centre: centreId, name: bilingual, title: z.string(), roles: z.array(role).min(1) })
export type Person = z.infer<typeof person>

/** A named person lets must-carry stories of `from` go out at `centre` after `holdSeconds` without a signature of its own. */
export const standingAuthorisation = z.object({ centre: centreId, from: centreId, person: personId, holdSeconds: z.int().min(0) })
export type StandingAuthorisation = z.infer<typeof standingAuthorisation>

/** Names that the region's news is full of and that no dictionary has: `places` (mountains, rivers, districts, towns), `terms` of the house. */
export const gazetteer = z.object({ places: z.array(z.string().min(2)), terms: z.array(z.string().min(2)) })

/** A whole region: replace the file and another province runs on the same program. */
export const region = z
  .object({
    name: bilingual,
    root: centreId,
    timeZone: z.string(),
    centres: z.array(centre).min(1),
    people: z.array(person),
    standing: z.array(standingAuthorisation),
    /** How centres proofread; one that is not named does it with the reviews. */
    gates: z.array(gateRule).default([]),
    gazetteer: gazetteer.optional(),
  })
  .superRefine(({ root, centres, people, standing, gates }, context) => {
    const ids = new Set(centres.map(({ id }) => id))
    const problem = (message: string) => context.addIssue({ code: 'custom', message })
    if (ids.size !== centres.length) problem('two centres share an id')
    if (!ids.has(root)) problem(`root ${root} is not a centre`)
    for (const { id, parent, outlets } of centres) {
      if (parent !== null && !ids.has(parent)) problem(`parent ${parent} of ${id} is not a centre`)
      for (const one of outlets) if (!one.id.startsWith(`${id}-`)) problem(`outlet ${one.id} does not belong to ${id}`)
    }
    const persons = new Set(people.map(({ id }) => id))
    for (const one of people) if (!ids.has(one.centre)) problem(`${one.id} works at ${one.centre}, which is not a centre`)
    for (const { centre: at, proofreading } of gates) {
      if (!ids.has(at)) problem(`gate rule of ${at}, which is not a centre`)
      const someone = people.some((one) => one.centre === at && one.roles.includes('proofreader'))
      if (proofreading === 'by-proofreaders' && !someone) problem(`${at} is proofread by proofreaders and has none`)
    }
    for (const one of standing)
      if (!persons.has(one.person)) problem(`standing authorisation of ${one.centre} names ${one.person}, who is not there`)
  })
export type Region = z.infer<typeof region>

/** The centre of that id. Throws when it is not part of the region: ids from outside are parsed first. */
export function centreOf(all: Region, id: CentreId): Centre {
  const found = all.centres.find((one) => one.id === id)
  if (!found) throw new Error(`no centre ${id} in ${all.name.en}`)
  return found
}

/** The outlet of that id with its centre, or undefined. */
export function outletOf(all: Region, id: OutletId): { outlet: Outlet; centre: Centre } | undefined {
  const owner = all.centres.find((one) => one.id === id.slice(0, 6))
  const found = owner?.outlets.find((one) => one.id === id)
  return owner && found && { outlet: found, centre: owner }
}

/** The person of that id, or undefined. */
export const personOf = (all: Region, id: PersonId): Person | undefined => all.people.find((one) => one.id === id)

/** Outlets that a story of `centre` is made for: its own, and for a must-carry story those of every centre with a standing authorisation for it. */
export function targetsOf(
  all: Region,
  from: CentreId,
  mustCarry: boolean,
): { outlet: Outlet; centre: Centre; authorisedBy: PersonId | null }[] {
  const own = centreOf(all, from)
  const targets = own.outlets.map((one) => ({ outlet: one, centre: own, authorisedBy: null as PersonId | null }))
  if (!mustCarry) return targets
  for (const { centre: id, person: authorisedBy } of all.standing.filter((one) => one.from === from && one.centre !== from)) {
    const other = centreOf(all, id)
    targets.push(...other.outlets.map((one) => ({ outlet: one, centre: other, authorisedBy })))
  }
  return targets
}

/** The outlets of a centre on one channel: none, one or many. */
export const outletsOn = ({ outlets }: Centre, on: Channel): Outlet[] => outlets.filter((one) => one.channel === on)
