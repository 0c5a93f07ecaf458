export { migrations, startGeneration } from './generation.ts'
