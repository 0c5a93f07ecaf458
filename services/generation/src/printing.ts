import type { Failure } from '@kitchen/api'
import type { Outlet } from '@kitchen/model'
import { Refusal } from '@kitchen/model'
import { css, html } from './html.ts'
import { notes } from './notes.ts'
import { leadImageOf } from './picture/lead-image.ts'
import { type Preparation, renditionOf } from './preparation.ts'
import type { Press, PrintedOrRefused, PrintFile, PrintPicture } from './print/index.ts'
import type { Made, Maker, Order, ProductPart } from './product.ts'
import { creditOf } from './story/credit.ts'

/** The maker of pages: all pages that are made together go to the press at once, which sets the story once for those of the same sheets. */
export function createPageMaker(press: Pick<Press, 'print'>): Maker {
  return async ({ preparation, outlet }) => {
    const all = await preparation.once('print', () => printTogether(press, preparation))
    const mine = all.find((one) => one.outlet === outlet.id)
    if (!mine) throw new Error(`the press gave no page for ${outlet.id}`)
    if ('failure' in mine) throw errorOf(mine.failure)
    return {
      parts: [...mine.files.map(partOf), ...previewOf(mine.files, outlet)],
      media: [],
      notes: [...mine.notes, ...ownNotes(preparation)],
    } satisfies Made
  }
}

/** What the press calls a failure of its own is trouble, and is tried again; its text stays in the log. All else is for people. */
function errorOf({ code, says, next }: Failure): Error {
  return code === 'generation/print-failed'
    ? Object.assign(new Error(says.en), { code: 'TYPESETTING' })
    : new Refusal(code, { status: 422, says, next })
}

async function printTogether(press: Pick<Press, 'print'>, preparation: Preparation): Promise<readonly PrintedOrRefused[]> {
  const { id, version, at, kicker, headline, deck, byline, source, blocks, responsibleEditor } = preparation.story
  const titles = { kicker, headline, deck, byline: [byline, `来源：${source}`].filter(Boolean).join('　') }
  const pages = preparation.together
    .filter(({ outlet }: Pick<Order, 'outlet'>) => outlet.channel === 'print')
    .map(({ outlet, centre }) => ({ outlet, centre, responsibleEditor }))
  return press.print({ story: id, version, sealedAt: at, titles, blocks, pictures: await picturesOf(preparation) }, pages)
}

/** The photographs; when there are none, the poster of the first video. */
async function picturesOf(preparation: Preparation): Promise<PrintPicture[]> {
  const { story, assets, blobs } = preparation
  const figures = story.pictures.length > 0 ? story.pictures : story.videos.slice(0, 1)
  const found = figures.map(async (figure): Promise<PrintPicture[]> => {
    const master = renditionOf(preparation, figure.asset, figure.kind === 'picture' ? 'master.jpg' : 'poster.jpg')
    if (!master?.width || !master.height) return []
    const { caption, credit, label } = creditOf(figure, assets.get(figure.asset))
    const focus = figure.kind === 'picture' ? figure.focus : null
    return [
      {
        asset: figure.asset,
        file: await blobs.local(master.files[0]!.sha256),
        caption: `${caption}${label}`,
        credit,
        focus,
        width: master.width,
        height: master.height,
      },
    ]
  })
  return (await Promise.all(found)).flat()
}

function ownNotes(preparation: Preparation) {
  const { story, assets } = preparation
  const missing = story.pictures.some(({ asset }) => !renditionOf(preparation, asset, 'master.jpg'))
  const labelled = story.pictures.some(({ asset }) => assets.get(asset)?.aigc) || leadImageOf(preparation)?.aigc
  return [...(missing ? [notes.pictureMissing] : []), ...(labelled ? [notes.aiLabel] : [])]
}

const partOf = ({ path, bytes, mediaType }: PrintFile): ProductPart => ({ path, mediaType, content: bytes })

/** preview/index.html: the pages as they look, on grey. Left out where no picture of them could be drawn. */
function previewOf(files: readonly PrintFile[], outlet: Outlet): ProductPart[] {
  const pages = files.filter(({ path }) => path.startsWith('preview/page-'))
  if (pages.length === 0) return []
  const content = html`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${outlet.name.zh}</title>
<style>${css(sheet)}</style>
</head>
<body>
<main>
<h1>${outlet.name.zh}</h1>
${pages.map(({ path }, at) => html`<img src="${path.slice('preview/'.length)}" alt="${outlet.name.zh}　第 ${at + 1} 版">\n`)}<p><a href="../page.pdf">page.pdf</a></p>
</main>
</body>
</html>
`.markup
  return [{ path: 'preview/index.html', mediaType: 'text/html; charset=utf-8', content }]
}

const sheet = `
body{margin:0;background:#8b8b8b;color:#fff;font:14px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:1000px;margin:0 auto;padding:16px}h1{margin:0 0 12px;font-size:15px;font-weight:600}
img{display:block;width:100%;height:auto;margin:0 0 20px;background:#fff;box-shadow:0 2px 14px rgba(0,0,0,.35)}a{color:#fff}
`
