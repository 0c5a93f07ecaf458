import { z } from 'zod'

/** A story document as plain data, enough to show it without the editor. */
export type PlainNode = {
  readonly type: string
  readonly text?: string | undefined
  readonly attrs?: Readonly<Record<string, unknown>> | undefined
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> | undefined }[] | undefined
  readonly content?: readonly PlainNode[] | undefined
}
const attrs = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? undefined)
const node: z.ZodType<PlainNode> = z.lazy(() =>
  z.object({
    type: z.string(),
    text: z.string().optional(),
    attrs,
    marks: z.array(z.object({ type: z.string(), attrs })).optional(),
    content: z.array(node).optional(),
  }),
)

/** The document as nodes, or undefined when it is not one. */
export function plainDocument(value: unknown): PlainNode | undefined {
  const parsed = node.safeParse(value)
  return parsed.success && parsed.data.type === 'doc' ? parsed.data : undefined
}

/** Running text of a node, for counts and titles. */
export const textOf = ({ text, content }: PlainNode): string => text ?? (content ?? []).map(textOf).join('')
export const attr = ({ attrs: all }: PlainNode, name: string): string => (typeof all?.[name] === 'string' ? all[name] : '')

/** The assets that a document shows, each once. */
export function assetsOf(document: PlainNode): readonly string[] {
  const found = (document.content ?? []).filter(({ type }) => type === 'picture' || type === 'video').map((one) => attr(one, 'asset'))
  return [...new Set(found.filter((id) => id !== ''))]
}
