export { migrations, startTranscoding } from './transcoding.ts'
