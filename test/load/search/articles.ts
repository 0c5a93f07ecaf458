import type { Region } from '@kitchen/model'
import { uuidv7 } from '@kitchen/model'
import type { Document } from '../../../services/search/src/testing.ts'

const openings = ['记者从', '今天上午，', '连日来，', '据介绍，', '截至目前，', '入冬以来，']
const doings = [
  '召开产业发展推进会', '全区供暖提前三天供暖', '枸杞采摘进入高峰', '滩羊养殖带动农户增收', '冷凉蔬菜装车发往大湾区', '高铁建设加快推进',
  '气象台发布降温预报', '剪纸走进小学课堂', '光伏项目并网发电', '黄河生态补水完成', '老旧小区改造惠及居民', '马铃薯开秤收购',
  '葡萄酒企业签约出口订单', '桥下空间改成口袋公园', '消防员雪夜救援', '羊肉价格稳中有降', '算力基地扩容', '医院开通夜间门诊',
] // biome-ignore format: a list of phrases
const tails = [
  '相关工作有序开展。',
  '下一步将继续抓好落实。',
  '群众纷纷点赞。',
  '这一做法值得推广。',
  '项目总投资超过三亿元。',
  '预计年底前全部完成。',
]

/** Articles of about 300 characters, the same for the same number: places and people of the region, phrases of its news, some figures. */
export function articles(from: number, count: number, { centres, people, gazetteer }: Region): Document[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index
    const next = randoms(number)
    const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]!
    const centre = pick(centres)
    const places = [centre.name.zh, pick(gazetteer?.places ?? [centre.name.zh])]
    const person = pick(people).name.zh
    const sentence = () => `${pick(openings)}${pick(places)}${pick(doings)}，${Math.floor(next() * 900)}人参加，${pick(tails)}`
    return {
      id: uuidv7(),
      kind: 'story',
      story: null,
      centre: centre.id,
      seenBy: [...new Set([centre.id, ...centres.slice(0, 1).map(({ id }) => id)])],
      headline: `${places[0]}${pick(doings)}`,
      plain: `${Array.from({ length: 9 }, sentence).join('')}记者${person}`,
      channels: next() < 0.5 ? ['web', 'app'] : ['print', 'tv', 'web', 'app', 'wechat'],
      subjects: next() < 0.5 ? ['agriculture'] : ['economy'],
      people: [person],
      places,
      at: new Date(Date.now() - Math.floor(next() * 700) * 86_400_000),
    }
  })
}

/** Numbers in 0..1 that follow from a seed (mulberry32). */
function randoms(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
