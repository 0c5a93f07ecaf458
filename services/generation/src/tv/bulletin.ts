import type { Bilingual, Outlet } from '@kitchen/model'
import iconv from 'iconv-lite'
import { notes } from '../notes.ts'
import { type Preparation, type Rendition, renditionOf } from '../preparation.ts'
import type { Made, Order, ProductPart } from '../product.ts'
import { videoRecipeOf } from '../requirements.ts'
import { creditOf } from '../story/credit.ts'
import { lowerThirdsOf, lowerThirdText } from './lower-third.ts'
import { tvPreview } from './preview.ts'
import { rundown } from './rundown.ts'
import { scriptOf } from './script.ts'
import { scriptDocument } from './script-document.ts'
import { type Form, scriptText, soundBiteText } from './script-text.ts'
import { stillOf } from './still.ts'

/** An item of a bulletin: script, lower thirds, sound bites, rundown, and the video in the station's format, or a still when the story has none. */
export async function makeBulletin({ preparation, outlet, centre }: Order): Promise<Made> {
  const { story, timeZone } = preparation
  const video = videoFor(preparation, outlet)
  const form: Form = video ? 'video' : 'still'
  const { script, lowerThirds, parts } = await textOf(preparation, form)
  const picture = video ? partOf(video, outlet) : await stillOf(preparation)
  const sheet = await rundown({ story, script, form, picture: picture.path, lowerThirds, timeZone }, outlet, centre)
  const preview = tvPreview({ story, script, form, lowerThirds, video: video !== undefined }, outlet)
  return {
    parts: [
      ...parts,
      picture,
      { path: 'rundown.xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content: sheet },
      { path: 'preview/index.html', mediaType: 'text/html; charset=utf-8', content: preview },
      ...(video ? previewVideo(preparation, video) : []),
    ],
    media: [],
    notes: notesOf(preparation, video),
  }
}

/** What does not depend on the station is made once: the texts in UTF-8 and GB18030, which older desks take, and the Word document. */
const textOf = (preparation: Preparation, form: Form) =>
  preparation.once(`tv ${form}`, async () => {
    const { story, blobs } = preparation
    const script = scriptOf(story)
    const lowerThirds = lowerThirdsOf(story, script, labelsOf(preparation, form))
    const text = scriptText(story, script, form)
    const contents: { path: string; mediaType: string; content: string | Uint8Array }[] = [
      { path: 'script.txt', mediaType: 'text/plain; charset=utf-8', content: text },
      { path: 'script.gb18030.txt', mediaType: 'text/plain; charset=gb18030', content: iconv.encode(text, 'gb18030') },
      {
        path: 'script.docx',
        mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        content: await scriptDocument(story, script, form),
      },
      { path: 'lower-thirds.txt', mediaType: 'text/plain; charset=utf-8', content: lowerThirdText(lowerThirds) },
      { path: 'sound-bites.txt', mediaType: 'text/plain; charset=utf-8', content: soundBiteText(script) },
    ]
    const parts = await Promise.all(
      contents.map(async ({ content, ...named }): Promise<ProductPart> => ({ ...named, ...(await blobs.putBytes(content)) })),
    )
    return { script, lowerThirds, parts }
  })

/** The story's first video in the format that the station plays out; undefined when it has none or it could not be made. */
function videoFor(preparation: Preparation, outlet: Outlet): Rendition | undefined {
  const [first] = preparation.story.videos
  return first && renditionOf(preparation, first.asset, videoRecipeOf(outlet))
}

function partOf(video: Rendition, { profile }: Outlet): ProductPart & { path: string } {
  return { ...video.files[0]!, path: profile === 'xdcam-hd422' ? 'video.mxf' : 'video.mp4' }
}

function previewVideo(preparation: Preparation, video: Rendition): ProductPart[] {
  const [first] = preparation.story.videos
  const found = (recipe: string) => first && renditionOf(preparation, first.asset, recipe)?.files[0]
  const [shown, poster] = [found('mp4-720.mp4') ?? (video.recipe.endsWith('.mp4') ? video.files[0] : undefined), found('poster.jpg')]
  return [...(shown ? [{ ...shown, path: 'preview/video.mp4' }] : []), ...(poster ? [{ ...poster, path: 'preview/poster.jpg' }] : [])]
}

/** The words that what is shown must carry: the video's, else those of the picture in the still. */
function labelsOf({ story, assets }: Preparation, form: Form): string[] {
  const figure = form === 'video' ? story.videos[0] : (story.pictures[0] ?? story.videos[0])
  const label = figure && creditOf(figure, assets.get(figure.asset)).label
  return label ? [label] : []
}

function notesOf(preparation: Preparation, video: Rendition | undefined): Bilingual[] {
  const { videos } = preparation.story
  return [
    ...(videos.length > 0 && !video ? [notes.stillInstead] : []),
    ...(labelsOf(preparation, video ? 'video' : 'still').length > 0 ? [notes.aiLabel] : []),
  ]
}
