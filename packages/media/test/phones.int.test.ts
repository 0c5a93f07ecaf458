import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AiLabel, ffmpegPath, labelXmp, probe, type Rendered, renderPhoto, renderVideo, run, sniff } from '../src/index.ts'
import { makeHeic } from './heic.ts'
import { makeFilm, photograph } from './making.ts'

const secrets = ['Zhang-San-Reporter', 'SN-77001234', '+38.4872+106.2309/']
const aigc: AiLabel = { Label: '1', ContentProducer: '001191110108MA01-test', ProduceID: 'p-1' }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phones-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

describe('a HEIC photograph of an iPhone', () => {
  test('comes out upright, in its colours, with its AI label and without place, serial number and name', async () => {
    const heic = await makeHeic(at('IMG_0001.HEIC'), await taintedPhoto(), folder)
    expect((await readFile(heic)).includes(secrets[0]!)).toBe(true)
    expect(await sniff(heic)).toEqual({ kind: 'photo', mediaType: 'image/heic' })
    expect(await probe(heic, 'photo')).toEqual({ width: 256, height: 256, durationMs: null, aigc })
    const { made, failed } = await rendering('heic', heic, renderPhoto)
    expect(failed).toEqual([])
    expect(made.map(({ recipe }) => recipe)).toEqual(expect.arrayContaining(['master.jpg', 'w256.avif', 'w256.webp', 'wechat-body.jpg']))
    for (const { recipe } of made) await expectProtected(at(`heic/${recipe}`))
    expect(await difference(at('heic/master.jpg'), at('tainted.jpg'), 90)).toBeLessThan(6)
    expect(await difference(at('heic/master.jpg'), at('tainted.jpg'), 0), 'known-bad twin: not turned').toBeGreaterThan(12)
  }, 60_000)

  test('of which a part is missing is refused in words; so is a burst', async () => {
    const whole = await readFile(at('IMG_0001.HEIC'))
    await writeFile(at('half.heic'), whole.subarray(0, whole.length - 20_000))
    await expect(probe(at('half.heic'), 'photo')).rejects.toMatchObject({ code: 'media/damaged' })
    await writeFile(at('burst.heic'), Buffer.concat([Buffer.from('\0\0\0\x18ftyphevc\0\0\0\0msf1hevc', 'latin1'), whole]))
    await expect(sniff(at('burst.heic'))).rejects.toMatchObject({ code: 'media/animated' })
  }, 30_000)
})

test('a motion photograph, a JPEG with a film behind it, is a photograph, and its film tells nobody where it was', async () => {
  await copyFile(await taintedPhoto(), at('motion.jpg'))
  const film = await makeFilm(at('trailer.mp4'), { seconds: 1, size: '160x90', options: ['-metadata', `location=${secrets[2]}`] })
  await appendFile(at('motion.jpg'), await readFile(film))
  expect(await sniff(at('motion.jpg'))).toEqual({ kind: 'photo', mediaType: 'image/jpeg' })
  const { made, failed } = await rendering('motion', at('motion.jpg'), renderPhoto)
  expect(failed).toEqual([])
  for (const { recipe } of made) await expectProtected(at(`motion/${recipe}`))
}, 30_000)

test('a film of an iPhone (HEVC, 10 bits, HLG, turned, at a varying rate, with place) comes out upright, steady, in usual colours', async () => {
  const film = await phoneFilm()
  expect(await probe(film, 'video')).toMatchObject({ width: 180, height: 320 })
  const { failed } = await rendering('iphone', film, (needs) =>
    renderVideo({ ...needs, aigc: null, madeAt: new Date(), wanted: ['hls', 'mp4-720.mp4'] }),
  )
  expect(failed).toEqual([])
  const shown = at('iphone/mp4-720.mp4')
  const bytes = await readFile(shown)
  expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([])
  expect(await told(shown, '-show_entries', 'stream=codec_name,width,height,pix_fmt,color_transfer')).toEqual([
    'h264,180,320,yuv420p,bt709',
    'aac',
  ])
  const times = (await told(shown, '-select_streams', 'v', '-show_entries', 'packet=pts_time')).map(Number).sort((a, b) => a - b)
  const steps = times.slice(1).map((time, index) => time - times[index]!)
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(0.003)
}, 60_000)

type Needs = Parameters<typeof renderPhoto>[0]

async function rendering(name: string, source: string, render: (needs: Needs) => Promise<void>) {
  const made: Rendered[] = []
  const failed: unknown[] = []
  await mkdir(at(name))
  await render({
    source,
    folder: at(name),
    aigc,
    keep: async () => ({ sha256: 'f'.repeat(64), bytes: 1 }),
    done: async (one) => void made.push(one),
    failed: async (_recipe, error) => void failed.push(error),
    onProgress: () => {},
    skip: new Set(),
  })
  return { made, failed }
}

async function taintedPhoto(): Promise<string> {
  const exif = {
    IFD0: { Artist: secrets[0]!, Make: 'Apple', Orientation: '6' },
    IFD2: { BodySerialNumber: secrets[1]! },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '38/1 29/1 14/1', GPSLongitudeRef: 'E', GPSLongitude: '106/1 13/1 51/1' },
  }
  await sharp(photograph()).withIccProfile('p3').withExif(exif).withXmp(labelXmp(aigc)).jpeg({ quality: 95 }).toFile(at('tainted.jpg'))
  return at('tainted.jpg')
}

async function phoneFilm(): Promise<string> {
  const [uneven, turned] = [at('uneven.mov'), at('IMG_0002.MOV')]
  const source = ['-f', 'lavfi', '-i', "testsrc2=s=320x180:r=30:d=4,select='lt(mod(n,7),5)'", '-f', 'lavfi', '-i', 'sine=f=440:d=4']
  const colours = ['-pix_fmt', 'yuv420p10le', '-color_trc', 'arib-std-b67', '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc']
  const codecs = [
    '-vsync',
    'vfr',
    '-c:v',
    'libx265',
    '-preset',
    'ultrafast',
    '-x265-params',
    'log-level=none',
    '-tag:v',
    'hvc1',
    '-c:a',
    'aac',
  ]
  const tags = [`com.apple.quicktime.location.ISO6709=${secrets[2]}`, `com.apple.quicktime.author=${secrets[0]}`].flatMap((tag) => [
    '-metadata',
    tag,
  ])
  await ffmpeg(...source, ...codecs, ...colours, uneven)
  await ffmpeg('-i', uneven, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', ...tags, '-movflags', 'use_metadata_tags', turned)
  expect((await readFile(turned)).includes(secrets[2]!)).toBe(true)
  return turned
}

async function expectProtected(path: string): Promise<void> {
  const bytes = await readFile(path)
  expect(
    secrets.filter((secret) => bytes.includes(secret)),
    path,
  ).toEqual([])
  const { exif, xmp, icc } = await sharp(path).metadata()
  expect([exif, icc]).toEqual([undefined, undefined])
  expect(xmp?.toString('utf8')).toContain('001191110108MA01-test')
}

/** Mean difference of two pictures in sRGB, the second turned, in steps of 255. */
async function difference(one: string, other: string, turned: number): Promise<number> {
  const raw = (picture: Sharp) => picture.resize(64, 64, { fit: 'fill' }).toColourspace('srgb').removeAlpha().raw().toBuffer()
  const [a, b] = [await raw(sharp(one)), await raw(sharp(await sharp(other).rotate(turned).png().toBuffer()))]
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length
}

const ffmpeg = (...args: string[]) => run(ffmpegPath(), ['-nostdin', '-v', 'error', '-y', ...args], { timeoutMs: 60_000 })
const told = async (path: string, ...shown: string[]) =>
  (await run('ffprobe', ['-v', 'error', ...shown, '-of', 'csv=p=0', path], { timeoutMs: 20_000 })).stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/,$/, ''))
