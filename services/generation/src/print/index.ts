export type { PrintPicture } from './cmyk.ts'
export type { PrintPage } from './furniture.ts'
export type { PrintFile } from './package.ts'
export { type Press, type Printed, type PrintedOrRefused, type PrintInput, startPress } from './press.ts'
