export {
  type AssetView,
  assetList,
  assetView,
  type Manuscript,
  manuscript,
  type RenditionsView,
  renditionList,
  renditionsView,
  steerRendering,
} from './assets.ts'
export { changePassword, type RegionView, regionView, type Session, session, signIn } from './people.ts'
export { type Failure, failure, type Problem, problem } from './problem.ts'
export {
  type DeliveryView,
  deliveryList,
  deliveryState,
  deliveryView,
  doneByHand,
  type ProductFile,
  type ProductView,
  productFile,
  productList,
  productView,
} from './products.ts'
export {
  atRevision,
  correct,
  createStory,
  historyLine,
  type Review,
  recall,
  release,
  returnStory,
  review,
  type SignatureView,
  type StoryLine,
  type StoryState,
  type StoryView,
  saveDraft,
  sign,
  signatureView,
  storyLine,
  storyList,
  storyState,
  storyView,
  waiting,
} from './stories.ts'
export { adopted, copyList, type OfferView, offerList, offerView } from './syndication.ts'
export { act, type Hint, hint, type StuckView, type SystemView, searchHits, stuckView, systemView } from './system.ts'
