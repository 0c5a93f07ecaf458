export type { BlobStore, Stored } from './blob-store.ts'
export { openDiskStore } from './disk-store.ts'
