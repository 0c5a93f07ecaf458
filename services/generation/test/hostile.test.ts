import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { escapeHtml } from '../src/html.ts'
import { makers } from '../src/makers.ts'
import type { Preparation } from '../src/preparation.ts'
import { flash, orderFor, preparationOf, sealed, temporaryStore } from './samples.ts'

const text = (value: string, marks: object[] = []) => ({ type: 'text', text: value, marks })
const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  ']]><script>',
  '--><svg onload=alert(1)>',
  '$' + '{alert(1)}',
  '{{constructor.constructor("alert(1)")()}}',
  '&lt;script&gt;',
  '</script><script>alert(1)//',
  '\u202egnp.exe',
  '<!--',
  '\u0000<b>',
  '</p></article></main><iframe src=//evil.example>',
  ' class="k" id="x" style="position:fixed" ',
  '=HYPERLINK("http://evil.example")',
  '\ud800',
]

/** Every field of a story that people can fill, filled with the same text. */
function storyOf(value: string): object {
  const field = (type: string) => ({ type, content: value.trim() ? [text(value)] : [] })
  const inline = [
    text(value),
    text(value, [{ type: 'strong' }]),
    text(value, [{ type: 'link', attrs: { href: `https://example.com/?q=${encodeURIComponent(value.toWellFormed())}"'` } }]),
  ]
  const cell = (type: string) => ({ type, content: [{ type: 'cellText', content: [text(value)] }] })
  return {
    type: 'doc',
    content: [
      field('kicker'),
      field('headline'),
      field('deck'),
      field('byline'),
      { type: 'lead', attrs: { id: value }, content: inline },
      { type: 'subhead', attrs: { id: 's' }, content: [text(value)] },
      { type: 'quotation', attrs: { id: 'q', attribution: value }, content: [text(value)] },
      {
        type: 'table',
        attrs: { id: 't', title: value, note: value },
        content: [
          { type: 'tableRow', content: [cell('tableHeader'), cell('tableHeader')] },
          { type: 'tableRow', content: [cell('tableCell'), cell('tableCell')] },
        ],
      },
      { type: 'bulletList', attrs: { id: 'l' }, content: [{ type: 'listItem', content: [{ type: 'itemText', content: inline }] }] },
      { type: 'factBox', attrs: { id: 'f', title: value }, content: [{ type: 'factText', content: [text(value)] }] },
    ],
  }
}

let blobs: Preparation['blobs']
beforeAll(async () => {
  blobs = await temporaryStore()
})

async function pages(value: string): Promise<{ path: string; html: string }[]> {
  const preparation = await preparationOf(sealed(storyOf(value), { headline: `标题${value}`, responsibleEditor: value }), [], blobs)
  const made = await Promise.all(
    (['web', 'app', 'wechat', 'tv'] as const).map((channel) =>
      makers[channel](orderFor(preparation, `640122-${channel}`)).catch((error: { code?: string }) => {
        if (!error.code?.startsWith('generation/')) throw error
        return { parts: [] }
      }),
    ),
  )
  return made
    .flatMap(({ parts }) => parts)
    .flatMap((part) => ('content' in part && part.path.endsWith('.html') ? [{ path: part.path, html: String(part.content) }] : []))
}

/** Tags and attributes of a page, told by a tokenizer that knows quoted values: what a browser would act on. */
function tagsOf(html: string): { name: string; attributes: string }[] {
  const bare = html.replace(/<style>[^<]*<\/style>/g, '').replace(/<script[^>]*>[^<]*<\/script>/g, '')
  return [...bare.matchAll(/<([a-z!/][^\s>]*)((?:"[^"]*"|[^">])*)>/gi)].map(([, name = '', attributes = '']) => ({
    name: name.toLowerCase(),
    attributes: attributes.replace(/="[^"]*"/g, '=""'),
  }))
}
const allowed =
  /^(!doctype|\/?(html|head|meta|title|link|style|script|body|a|header|div|span|main|article|section|h1|h2|p|time|strong|em|figure|blockquote|figcaption|ul|ol|li|table|caption|thead|tbody|tr|th|td|aside|footer|img|sup|dl|dt|dd|small|b|br))$/

function checkSafe(html: string): void {
  for (const { name, attributes } of tagsOf(html)) {
    expect(name).toMatch(allowed)
    expect(attributes).not.toMatch(/\son\w+|srcdoc|javascript:/i)
  }
  expect(html.match(/<script/g)?.length ?? 0).toBeLessThanOrEqual(1) // JSON-LD alone, these stories have no video
  expect(html).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/)
}

describe('a hostile story', () => {
  it.each(attacks)('%j stays text in every page', async (attack) => {
    for (const { html } of await pages(attack)) checkSafe(html)
  })

  it('stays text whatever it says, and JSON-LD stays JSON', async () => {
    const piece = fc.constantFrom(...attacks, '<', '>', '"', "'", '&', '`', '\n', '\u2028', '中文', '</', 'script', '=', '\\')
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 5 }), async (pieces) => {
        for (const { path, html } of await pages(pieces.join(''))) {
          checkSafe(html)
          const [, json] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html) ?? []
          if (json) expect(JSON.parse(json)['@type'], path).toBe('NewsArticle')
        }
      }),
      { numRuns: 10 },
    )
  })

  it('is caught by this test when the escaping is left out', () => {
    const bad = `<p>${attacks[1]}</p>`
    expect(() => checkSafe(bad)).toThrow()
    expect(() => checkSafe(`<p>${escapeHtml(attacks[1]!)}</p>`)).not.toThrow()
  })

  it('with a javascript: link is refused before anything is made', async () => {
    const link = {
      type: 'doc',
      content: [
        ...(flash() as { content: object[] }).content.slice(0, 4),
        { type: 'paragraph', attrs: { id: 'p' }, content: [text('点我', [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }])] },
      ],
    }
    await expect(preparationOf(sealed(link), [], blobs)).rejects.toMatchObject({ code: 'generation/document' })
  })
})
