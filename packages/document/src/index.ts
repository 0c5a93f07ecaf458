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
export { type BlockChange, type ChangedRun, changesBetween } from './changes.ts'
export { countCharacters, readingSeconds, readingTime } from './count.ts'
export { browserTree } from './html/browser-tree.ts'
export { cleanPaste, filesOf, type ManuscriptRead, readManuscript } from './html/read.ts'
export { toHtml } from './html/serialize.ts'
export { element, type HtmlElement, type HtmlNode, treeDepth } from './html/tree.ts'
export { compareTexts, type Piece } from './merge/compare.ts'
export { type Lineage, lineageOf, type Survival, survivalOf } from './merge/lineage.ts'
export { brokenLocks, type Leave, leaves, lockedIn, type Terms } from './merge/locks.ts'
export { type Change, type Conflict, type Merged, mergeCorrection, type Versions } from './merge/merge.ts'
export { type Choice, choose, decidedBase } from './merge/resolve.ts'
export { type Document, documentLimits, emptyDocument, parseDocument } from './parse.ts'
export { documentRefusal } from './refusals.ts'
export { schema } from './schema.ts'
export { type Filling, fillSlot, openSlots, type Slot, type SlotKind, slotsOf, withEmptySlots } from './slots/slots.ts'
export { assetsOf, bodyText, headlineOf, plainText, type Titles, titlesOf, withByline } from './text.ts'
