export { touchedBlocks } from '../steps/touched.ts'
export { stepsToward } from '../steps/toward.ts'
export { type Answer, type Authority, commitLimits, receive, replay, since, startAuthority, withOlder } from './authority.ts'
export { type Commit, type CommitFault, type CommitLimits, type Confirmed, repairer } from './commit.ts'
