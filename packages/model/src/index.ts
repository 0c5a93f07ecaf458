export { type Channel, channel, channelNames, channels } from './channel.ts'
export { type CorrectionRule, correctionRules, type Severity, severity, severityNames } from './correction.ts'
export { type CorrectionStep, correctionStepOf, type Standing } from './correction-plan.ts'
export {
  chainOf,
  type GateRule,
  gateRule,
  isReview,
  type Proof,
  proofs,
  type Review,
  reviews,
  type Signing,
  signing,
} from './gate.ts'
export {
  type AssetId,
  assetId,
  type CentreId,
  centreId,
  instant,
  type OutletId,
  outletId,
  type PersonId,
  personId,
  type Sha256,
  type StoryId,
  sha256,
  storyId,
  uuidv7,
  versionNumber,
} from './ids.ts'
export { type Limit, limits } from './limits.ts'
export { recallMinutes } from './recall.ts'
export { Refusal, type RefusalText, refusals } from './refusal.ts'
export {
  type Bilingual,
  bilingual,
  type Centre,
  centre,
  centreOf,
  type Level,
  level,
  type Outlet,
  outlet,
  outletOf,
  outletsOn,
  type Person,
  type Profile,
  person,
  personOf,
  profile,
  type Region,
  region,
  type StandingAuthorisation,
  standingAuthorisation,
  targetsOf,
} from './region.ts'
export { type Action, type Caller, may, policy, type Role, role, roleNames, roles } from './rights.ts'
