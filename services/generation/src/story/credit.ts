import type { Asset } from '../preparation.ts'
import type { Picture, Video } from './story.ts'

/** The line below a picture or video: caption, credit, and the words that the law wants on AI-made content (GB 45438-2025). */
export type Credit = { readonly caption: string; readonly credit: string; readonly label: string }

export function creditOf({ kind, caption, credit }: Picture | Video, asset: Asset | undefined): Credit {
  return { caption: caption.trim(), credit: credit.trim(), label: asset?.aigc ? aiLabels[kind] : '' }
}

const aiLabels = { picture: '（图片由人工智能生成）', video: '（视频由人工智能生成）' } as const
