export { type Channel, channel, channelNames, channels } from './channel.ts'
export {
  type AssetId, assetId, type CentreId, centreId, instant, type OutletId, outletId, type PersonId, personId, type Sha256, sha256, type StoryId, storyId, uuidv7, versionNumber,
} from './ids.ts'
export { type Limit, limits } from './limits.ts'
export { Refusal, type RefusalText, refusals } from './refusal.ts'
export {
  type Bilingual, bilingual, type Centre, centre, centreOf, type Level, level, type Outlet, outlet, outletOf, outletsOn, type Person, person, personOf, type Profile, profile, type Region, region,
  type StandingAuthorisation, standingAuthorisation, targetsOf,
} from './region.ts'
export { type Action, type Caller, may, policy, type Role, role, roleNames, roles } from './rights.ts'
