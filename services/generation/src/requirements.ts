import type { AssetId, Outlet } from '@kitchen/model'
import type { Story } from './story/story.ts'

/** What a product can't be made without: a recipe of an asset, rendered or known to have failed. `ladder` stands for all widths of a picture. */
export type Requirement = { readonly asset: AssetId; readonly recipe: string }

/** What the product of a story for an outlet waits for, declared once; makers read nothing else. */
export function requirementsOf(story: Story, outlet: Outlet): Requirement[] {
  switch (outlet.channel) {
    case 'web':
      return [
        ...each(story.pictures, 'ladder'),
        ...firstPicture(story, 'master.jpg'),
        ...each(story.videos, 'hls', 'poster.jpg', 'mp4-720.mp4'),
      ]
    case 'app':
      return [
        ...each(story.pictures, 'ladder'),
        ...firstPicture(story, 'master.jpg'),
        ...each(story.videos, 'hls', 'poster.jpg', 'mp4-720.mp4', 'vertical.mp4'),
      ]
    case 'wechat':
      return [
        ...each(story.pictures, 'wechat-body.jpg'),
        ...firstPicture(story, 'master.jpg'),
        ...each(story.videos, 'poster.jpg', 'vertical.mp4'),
      ]
    case 'tv':
      return [...firstPicture(story, 'master.jpg'), ...each(story.videos, videoRecipeOf(outlet), 'mp4-720.mp4', 'poster.jpg')]
    case 'print':
      return [...each(story.pictures, 'master.jpg'), ...(story.pictures.length === 0 ? each(story.videos.slice(0, 1), 'poster.jpg') : [])]
    default:
      return outlet.channel satisfies never
  }
}

/** The recipe of the video that a station plays out, by its profile. */
export const videoRecipeOf = ({ profile }: Outlet): 'xdcam.mxf' | 'mp4-1080p25.mp4' =>
  profile === 'xdcam-hd422' ? 'xdcam.mxf' : 'mp4-1080p25.mp4'

const each = (figures: readonly { asset: AssetId }[], ...recipes: string[]): Requirement[] =>
  [...new Set(figures.map(({ asset }) => asset))].flatMap((asset) => recipes.map((recipe) => ({ asset, recipe })))
const firstPicture = ({ pictures }: Story, recipe: string): Requirement[] => each(pictures.slice(0, 1), recipe)

const ladderWidths = [320, 640, 960, 1280, 1920]

/** Recipes of a picture's ladder: the fixed widths below that of the upright master, and its own when that is below 1920. */
export function ladderOf(masterWidth: number): string[] {
  const widths = [...ladderWidths.filter((width) => width < masterWidth), ...(masterWidth < 1920 ? [masterWidth] : [])]
  return (masterWidth === 1920 ? [...widths, 1920] : widths).flatMap((width) =>
    ['avif', 'webp', 'jpg'].map((format) => `w${width}.${format}`),
  )
}
