import type { Bilingual } from '@kitchen/model'

/** What a reading of foreign HTML left behind, told to the person once each. */
export type Notes = {
  readonly picture: (name: string) => void
  readonly embedded: (what: 'video' | 'page' | 'formula') => void
  readonly all: () => Bilingual[]
}

export function collectNotes(): Notes {
  const pictures: string[] = []
  const embedded = new Set<keyof typeof sentences>()
  return {
    picture: (name) => {
      pictures.push(name)
    },
    embedded: (what) => {
      embedded.add(what)
    },
    all: () => [...(pictures.length > 0 ? [pictureNote(pictures)] : []), ...[...embedded].map((what) => sentences[what])],
  }
}

function pictureNote(names: readonly string[]): Bilingual {
  const named = [...new Set(names.filter((name) => name !== ''))].slice(0, 5)
  const count = names.length
  const list = named.length > 0 ? `（${named.join('、')}${count > named.length ? ' 等' : ''}）` : ''
  return {
    zh: `${count} 张图片没有带入${list}，请作为素材上传后插入。`,
    en: `${count} ${count === 1 ? 'picture was' : 'pictures were'} left behind${named.length > 0 ? ` (${named.join(', ')})` : ''}; upload and insert ${count === 1 ? 'it' : 'them'}.`,
  }
}

const sentences = {
  video: { zh: '嵌入的音视频没有带入，请作为素材上传后插入。', en: 'Embedded video or sound was left behind; upload and insert it.' },
  page: { zh: '嵌入的网页或控件没有带入。', en: 'Embedded pages or controls were left behind.' },
  formula: { zh: '矢量图或公式没有带入，请改用图片。', en: 'A drawing or formula was left behind; use a picture instead.' },
} as const satisfies Record<string, Bilingual>
