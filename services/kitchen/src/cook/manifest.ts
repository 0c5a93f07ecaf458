import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DeliveryView, ProductView, RenditionsView } from '@kitchen/api'
import type { Client } from './client.ts'
import type { Cooked } from './cook.ts'

/** Writes `<out>/<story>/<centre>/<channel>/…` and `manifest.json` beside them; equal files are hard links. Answers the manifest's path. */
export async function writeOut(client: Client, cooked: Cooked, out: string): Promise<string> {
  const folder = join(out, cooked.story.id)
  const written = new Map<string, string>()
  for (const product of cooked.products) for (const file of product.files) await writeFile(client, folder, product, file, written)
  const renditions = await client.renditions(cooked.assets.map(({ id }) => id))
  const manifest = join(folder, 'manifest.json')
  mkdirSync(folder, { recursive: true })
  writeFileSync(manifest, `${JSON.stringify(manifestOf(cooked, renditions), null, 2)}\n`)
  return manifest
}

const pathOf = (product: ProductView, path: string) => join(product.centre, product.channel, product.outlet, path)

async function writeFile(
  client: Client,
  folder: string,
  product: ProductView,
  file: ProductView['files'][number],
  written: Map<string, string>,
): Promise<void> {
  const target = join(folder, pathOf(product, file.path))
  mkdirSync(dirname(target), { recursive: true })
  rmSync(target, { force: true })
  const twin = written.get(file.sha256)
  if (twin) {
    linkSync(twin, target)
    return
  }
  writeFileSync(target, await client.productFile(product.product!, file.path))
  written.set(file.sha256, target)
}

/** The manifest: paths relative to itself; `delivered` means that the outlet has confirmed. */
export function manifestOf({ story, products, deliveries, assets, times }: Cooked, renditions: readonly RenditionsView[]) {
  const deliveryOf = new Map(deliveries.map((delivery) => [delivery.outlet, delivery]))
  return {
    story: story.id,
    version: story.version,
    title: story.headline,
    products: products.map((product) => ({
      centre: product.centre,
      outlet: product.outlet,
      channel: product.channel,
      id: product.product,
      files: product.files.map(({ path, sha256, bytes, mediaType }) => ({ path: pathOf(product, path), sha256, bytes, mediaType })),
      delivery: deliveryLine(deliveryOf.get(product.outlet)),
      ...errorOf(product.failure ?? deliveryOf.get(product.outlet)?.failure ?? null),
    })),
    assets: assets.map(({ id, name, sha256, state, failure }) => ({
      name,
      sha256,
      state,
      ...errorOf(failure),
      renditions:
        renditions
          .find(({ asset }) => asset === id)
          ?.renditions.map(({ recipe, sha256: hash, bytes, mediaType, width, height }) => ({
            recipe,
            sha256: hash,
            bytes,
            mediaType,
            width,
            height,
          })) ?? [],
    })),
    times,
  }
}

const deliveryLine = (delivery: DeliveryView | undefined) =>
  delivery ? { state: delivery.state, receipt: delivery.receipt, at: delivery.at } : { state: 'none', receipt: null, at: null }
const errorOf = (failure: { code: string; says: { zh: string; en: string } } | null) =>
  failure ? { error: { code: failure.code, zh: failure.says.zh, en: failure.says.en } } : {}
