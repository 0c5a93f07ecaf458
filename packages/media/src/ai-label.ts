import { z } from 'zod'

/**
 * The AI label of GB 45438-2025: a JSON object of string fields (Label, ContentProducer, ProduceID, …), printable ASCII.
 * In pictures it is the XMP property TC260:AIGC, in MP4 and MP3 a tag of that name.
 */
export type AiLabel = Record<string, string>
const label = z
  .record(z.string().regex(/^[\x21-\x7e]{1,64}$/), z.union([z.string().max(512), z.number().transform(String)]))
  .refine((fields) => 'Label' in fields)

const entities: Record<string, string> = { quot: '"', '#34': '"', lt: '<', gt: '>', amp: '&' }

/** The label in a text (an XMP packet, an EXIF comment, a tag), or null. Escaped as XML or not. */
export function labelIn(text: string): AiLabel | null {
  const plain = text
    .replace(/&(quot|#34|lt|gt|amp);/g, (_, name: string) => entities[name]!)
    .replace(/&quot;/g, '"')
    .replace(/&#34;/g, '"')
    .replace(/&amp;/g, '&')
  for (const [found] of plain.matchAll(/\{[^{}]{2,4096}\}/g)) {
    const parsed = label.safeParse(jsonOf(found))
    if (parsed.success) return parsed.data
  }
  return null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The label as it stands in an MP4 tag. */
export const labelText = (fields: AiLabel): string => JSON.stringify(fields)

/** A fresh XMP packet that holds the label and nothing else. */
export function labelXmp(fields: AiLabel): string {
  const escaped = labelText(fields).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" TC260:AIGC="${escaped}"/></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}
