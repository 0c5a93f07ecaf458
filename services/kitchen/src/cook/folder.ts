import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const manuscripts = ['.docx', '.md', '.txt', '.html', '.htm']
const media = [
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.heic',
  '.tif',
  '.tiff',
  '.gif',
  '.avif',
  '.heif',
  '.bmp',
  '.svg',
  '.mp4',
  '.mov',
  '.mkv',
  '.webm',
  '.mts',
  '.mxf',
  '.avi',
  '.m4v',
  '.mpg',
  '.mpeg',
  '.wmv',
  '.flv',
  '.mp3',
  '.wav',
  '.m4a',
  '.flac',
  '.aac',
]

/** What is cooked: one manuscript and the media beside it. */
export type Folder = {
  readonly path: string
  readonly manuscript: { readonly name: string; readonly bytes: Buffer }
  readonly media: readonly string[]
  /** Names that are left alone: neither a manuscript nor media. */
  readonly unused: readonly string[]
}

/** Reads a folder of one's own; hidden files and the ~$ that Word leaves while a document is open do not count. Throws with what to do when there is no manuscript, or more than one. */
export function readFolder(path: string): Folder {
  const names = readdirSync(path)
    .filter((name) => !name.startsWith('.') && !name.startsWith('~$'))
    .sort()
  const found = names.filter((name) => manuscripts.includes(extname(name).toLowerCase()) && !/^(readme|说明)/i.test(name))
  const [name] = found
  if (name === undefined)
    throw new Error(
      `${path}: 没有找到稿件（${manuscripts.join(' ')}）。请放入一份稿件后重试。 There is no manuscript here: put one in and try again.`,
    )
  if (found.length > 1)
    throw new Error(`${path}: 有多份稿件（${found.join('、')}），请只留一份。 There are several manuscripts: leave one.`)
  const isMedia = (one: string) => media.includes(extname(one).toLowerCase())
  return {
    path,
    manuscript: { name, bytes: readFileSync(join(path, name)) },
    media: names.filter(isMedia).map((one) => join(path, one)),
    unused: names.filter((one) => one !== name && !isMedia(one)),
  }
}
