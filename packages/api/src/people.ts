import { bilingual, centreId, level, outlet, personId, role } from '@kitchen/model'
import { z } from 'zod'

/** GET /api/session answers `session`, or 401 when nobody is signed in. */
export const session = z.object({
  person: personId,
  name: bilingual,
  title: z.string(),
  centre: centreId,
  roles: z.array(role),
  sample: z.boolean(),
})
/** POST /api/session: one click as a person of the sample region, or with a password. Answers `session`. DELETE signs out. */
export const signIn = z.union([
  z.strictObject({ person: personId }),
  z.strictObject({ person: personId, password: z.string().min(1).max(200) }),
])
/** GET /api/region: centres with their outlets, people, and who authorised must-carry where. Open to everyone: the sign-in page shows it. */
export const regionView = z.object({
  name: bilingual,
  root: centreId,
  sample: z.boolean(),
  centres: z.array(
    z.object({
      id: centreId,
      name: bilingual,
      fullName: z.string(),
      masthead: bilingual,
      level,
      parent: centreId.nullable(),
      outlets: z.array(outlet),
    }),
  ),
  people: z.array(z.object({ id: personId, centre: centreId, name: bilingual, title: z.string(), roles: z.array(role) })),
  standing: z.array(z.object({ centre: centreId, from: centreId, person: personId })),
})
export type Session = z.infer<typeof session>
export type RegionView = z.infer<typeof regionView>

/** PUT /api/session/password: sets one's own password; `current` is needed where there is one already. 204. */
export const changePassword = z.strictObject({ current: z.string().max(200).optional(), password: z.string().min(10).max(200) })
