export { blockId, withBlockIds } from './block-ids.ts'
export {
  type Block,
  blocksOf,
  type Cell,
  type Focus,
  type Picture,
  type Run,
  type RunMark,
  runsOf,
  type Table,
  type Video,
} from './blocks.ts'
export { canonicalJson } from './canonical-json.ts'
export { countCharacters, readingSeconds, readingTime } from './count.ts'
export { documentLimits, emptyDocument, parseDocument } from './parse.ts'
export { documentRefusal } from './refusals.ts'
export { schema } from './schema.ts'
export { assetsOf, bodyText, headlineOf, plainText, type Titles, titlesOf } from './text.ts'
