import type { ProductFile, ProductView } from '@kitchen/api'

/** Where a file of a product is served, behind its own sandboxing policy. */
export const fileUrl = ({ product }: Pick<ProductView, 'product'>, path: string): string =>
  `/api/products/${encodeURIComponent(product ?? '')}/files/${path.split('/').map(encodeURIComponent).join('/')}`

/** Whether the product holds that file. */
export const has = ({ files }: Pick<ProductView, 'files'>, path: string): boolean => files.some((file) => file.path === path)

/** Pictures of the pages of a PDF, in order. */
export function pagesOf({ files }: Pick<ProductView, 'files'>): readonly ProductFile[] {
  const number = ({ path }: ProductFile) => Number(/(\d+)\.\w+$/.exec(path)?.[1] ?? 0)
  return files.filter(({ path }) => /^preview\/page-\d+\.(png|jpg|webp)$/.test(path)).toSorted((one, other) => number(one) - number(other))
}
