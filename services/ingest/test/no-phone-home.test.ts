import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readManuscriptFile } from '../src/manuscript/read.ts'
import { docxOf, wordParagraph } from './hostile.ts'

let canary: Server
let address: string
let calls = 0
beforeAll(async () => {
  canary = createServer((socket) => {
    calls++
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(canary, 'listening')
  address = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
})
afterAll(() => void canary.close())
beforeEach(() => {
  calls = 0
})

const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const external = (id: string, kind: string, path: string) =>
  `<Relationship Id="${id}" Type="${relation}/${kind}" Target="${address}/${path}" TargetMode="External"/>`
const drawing = `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="9" cy="9"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:link="p1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`

const wordFile = () =>
  docxOf(
    `${wordParagraph('清水进田来')}${wordParagraph('今年秋粮开镰。')}${drawing}<w:p><w:hyperlink r:id="h1"><w:r><w:t>资料</w:t></w:r></w:hyperlink></w:p>`,
    {
      'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${external('p1', 'image', 'p.png')}${external('h1', 'hyperlink', 'h')}${external('t1', 'attachedTemplate', 't.dotm')}${external('o1', 'oleObject', 'o.bin')}</Relationships>`,
    },
  )
const page = () =>
  `<!doctype html><html><head><base href="${address}/"><link rel="stylesheet" href="${address}/s.css"><meta http-equiv="refresh" content="0;url=${address}/r"><script src="${address}/s.js"></script></head><body background="${address}/b.png"><h1>清水进田来</h1><p>今年秋粮开镰。<img src="${address}/i.png" srcset="${address}/2x.png 2x"></p><iframe src="${address}/f"></iframe><video poster="${address}/v.jpg"></video><object data="${address}/o"></object></body></html>`
const markdown = () => `# 清水进田来\n\n今年秋粮开镰。\n\n![](${address}/i.png)\n\n<img src="${address}/h.png">\n`

const documents: readonly (readonly [string, () => Buffer | Promise<Buffer>])[] = [
  ['稿件.docx', wordFile],
  ['稿件.html', () => Buffer.from(page())],
  ['稿件.md', () => Buffer.from(markdown())],
]
test.each(documents)('%s that names files elsewhere is read, and nobody is called', async (name, make) => {
  const { document } = await readManuscriptFile(await make(), name)
  expect(JSON.stringify(document)).toContain('今年秋粮开镰')
  expect(JSON.stringify(document)).not.toMatch(/127\.0\.0\.1:\d+\/\S*\.(png|jpg|css|js|bin|dotm)/)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(calls).toBe(0)
})

test('known-bad twin: the canary hears a reader that loads what a page names', async () => {
  const [, first] = /<img src="([^"]+)"/.exec(page())!
  await fetch(first!).catch(() => {})
  expect(calls).toBe(1)
})

/** Made by msoffcrypto-tool 6 out of a plain document, as Word does (ECMA-376 agile encryption); its password is yinchuan. */
test('a Word file with a password, as Word encrypts it, is refused in words, whatever its name', async () => {
  const bytes = await readFile(join(import.meta.dirname, 'samples/encrypted.docx'))
  for (const name of ['加密.docx', '加密.doc', '加密'])
    await expect(readManuscriptFile(bytes, name)).rejects.toMatchObject({ code: 'ingest/encrypted' })
})
