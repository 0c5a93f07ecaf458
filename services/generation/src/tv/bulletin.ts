import type { ProductFile } from '@kitchen/api'
import type { AssetId, Bilingual, Outlet } from '@kitchen/model'
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
import { type Film, type Form, scriptText, soundBiteText } from './script-text.ts'
import { stillOf } from './still.ts'

/** An item of a bulletin: script, lower thirds, sound bites, rundown, and each film in the station's format, or a still when there is none. */
export async function makeBulletin({ preparation, outlet, centre }: Order): Promise<Made> {
  const { story, timeZone } = preparation
  const films = filmsFor(preparation, outlet)
  const form: Form = films.length > 0 ? 'video' : 'still'
  const { script, lowerThirds, parts } = await textOf(preparation, films)
  const pictures = films.length > 0 ? films.map(({ file }) => file) : [await stillOf(preparation)]
  const shown = films.length > 0 ? films.map(({ file, title, seconds }) => ({ path: file.path, title, seconds })) : []
  const sheet = await rundown({ story, script, form, picture: pictures[0]!.path, films: shown, lowerThirds, timeZone }, outlet, centre)
  const preview = tvPreview({ story, script, form, lowerThirds, films: films.map(({ title }) => title) }, outlet)
  return {
    parts: [
      ...parts,
      ...pictures,
      { path: 'rundown.xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content: sheet },
      { path: 'preview/index.html', mediaType: 'text/html; charset=utf-8', content: preview },
      ...films.flatMap(({ asset, video }, at) => previewOf(preparation, asset, video, at)),
    ],
    media: [],
    notes: notesOf(preparation, films),
  }
}

/** What does not depend on the station is made once: the texts in UTF-8 and GB18030, which older desks take, and the Word document. */
const textOf = (preparation: Preparation, films: readonly FilmFile[]) =>
  preparation.once(`tv ${films.map(({ asset }) => asset).join()}`, async () => {
    const { story, blobs } = preparation
    const form: Form = films.length > 0 ? 'video' : 'still'
    const script = scriptOf(story)
    const lowerThirds = lowerThirdsOf(story, script, labelsOf(preparation, films))
    const text = scriptText(story, script, form, films)
    const contents: { path: string; mediaType: string; content: string | Uint8Array }[] = [
      { path: 'script.txt', mediaType: 'text/plain; charset=utf-8', content: text },
      { path: 'script.gb18030.txt', mediaType: 'text/plain; charset=gb18030', content: iconv.encode(text, 'gb18030') },
      {
        path: 'script.docx',
        mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        content: await scriptDocument(story, script, form, films),
      },
      { path: 'lower-thirds.txt', mediaType: 'text/plain; charset=utf-8', content: lowerThirdText(lowerThirds) },
      { path: 'sound-bites.txt', mediaType: 'text/plain; charset=utf-8', content: soundBiteText(script) },
    ]
    const parts = await Promise.all(
      contents.map(async ({ content, ...named }): Promise<ProductPart> => ({ ...named, ...(await blobs.putBytes(content)) })),
    )
    return { script, lowerThirds, parts }
  })

/** A film of the story as the station plays it out: `video.mxf`, the further ones `video-2.mxf`, … */
type FilmFile = Film & { readonly asset: AssetId; readonly video: Rendition; readonly file: ProductFile }

/** The story's films in the format that the station plays out; those that could not be made are left out. */
function filmsFor(preparation: Preparation, outlet: Outlet): FilmFile[] {
  const once = [...new Map(preparation.story.videos.map((one) => [one.asset, one])).values()]
  const found = once.flatMap(({ asset, caption }) => {
    const video = renditionOf(preparation, asset, videoRecipeOf(outlet))
    return video ? [{ asset, caption, video }] : []
  })
  const ending = outlet.profile === 'xdcam-hd422' ? 'mxf' : 'mp4'
  return found.map(({ asset, caption, video }, at) => ({
    asset,
    video,
    title: caption,
    seconds: Math.round((video.durationMs ?? 0) / 1000),
    file: { ...video.files[0]!, path: `${nameAt(at)}.${ending}` },
  }))
}

const nameAt = (at: number): string => (at === 0 ? 'video' : `video-${at + 1}`)

function previewOf(preparation: Preparation, asset: AssetId, video: Rendition, at: number): ProductPart[] {
  const found = (recipe: string) => renditionOf(preparation, asset, recipe)?.files[0]
  const [shown, poster] = [found('mp4-720.mp4') ?? (video.recipe.endsWith('.mp4') ? video.files[0] : undefined), found('poster.jpg')]
  const still = at === 0 ? 'poster' : `poster-${at + 1}`
  return [
    ...(shown ? [{ ...shown, path: `preview/${nameAt(at)}.mp4` }] : []),
    ...(poster ? [{ ...poster, path: `preview/${still}.jpg` }] : []),
  ]
}

/** The words that what is shown must carry: those of the films, else of the picture in the still. */
function labelsOf({ story, assets }: Preparation, films: readonly FilmFile[]): string[] {
  const shown = new Set(films.map(({ asset }) => asset))
  const still = story.pictures[0] ?? story.videos[0]
  const figures = films.length > 0 ? story.videos.filter(({ asset }) => shown.has(asset)) : still ? [still] : []
  return [...new Set(figures.flatMap((figure) => creditOf(figure, assets.get(figure.asset)).label || []))]
}

function notesOf(preparation: Preparation, films: readonly FilmFile[]): Bilingual[] {
  const wanted = new Set(preparation.story.videos.map(({ asset }) => asset)).size
  return [
    ...(wanted > 0 && films.length === 0 ? [notes.stillInstead] : []),
    ...(films.length > 0 && films.length < wanted ? [notes.videoMissing] : []),
    ...(labelsOf(preparation, films).length > 0 ? [notes.aiLabel] : []),
  ]
}
