import { type Attrs, type DOMOutputSpec, Schema, type SchemaSpec } from 'prosemirror-model'

/** Addresses that a link may have; anything else (`javascript:` above all) fails the schema's own check. */
export const safeAddress = /^(https?:\/\/|mailto:|tel:)[^\s]+$/i
const id = { id: { default: '', validate: 'string' } }
const text = (fallback = '') => ({ default: fallback, validate: 'string' })
/** "x y", both in 0..1. */
const isFocus = (value: unknown) =>
  value === null ||
  (typeof value === 'string' &&
    /^[0-9.e-]+ [0-9.e-]+$/.test(value) &&
    value.split(' ').every((one) => Number(one) >= 0 && Number(one) <= 1))
const isSpan = (value: unknown) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 50
const isWidths = (value: unknown) =>
  value === null || (Array.isArray(value) && value.length <= 50 && value.every((one) => Number.isInteger(one) && one >= 0 && one <= 10_000))
const only = (allowed: (value: unknown) => boolean, says: string) => (value: unknown) => {
  if (!allowed(value)) throw new RangeError(says)
}
const focus = { default: null, validate: only(isFocus, 'a focus is two numbers from 0 to 1') }
const span = { default: 1, validate: only(isSpan, 'a span is a whole number from 1 to 50') }
const widths = { default: null, validate: only(isWidths, 'widths are whole numbers of pixels') }

const titleField = (name: string) => ({
  content: 'text*',
  marks: '',
  attrs: { id: { default: name, validate: 'string' } },
  defining: true,
  parseDOM: [{ tag: `div[data-field=${name}]` }],
  toDOM: (): DOMOutputSpec => ['div', { 'data-field': name }, 0],
})
const figure = (kind: 'picture' | 'video', more: Record<string, object>) => ({
  group: 'block',
  atom: true,
  draggable: true,
  attrs: { ...id, asset: text(), caption: text(), credit: text(), alt: text(), ...more },
  parseDOM: [{ tag: `figure[data-${kind}]`, getAttrs: (dom: HTMLElement) => JSON.parse(dom.dataset[kind] ?? '{}') as Attrs }],
  toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => [
    'figure',
    { [`data-${kind}`]: JSON.stringify(attrs), 'data-id': attrs.id },
    ['figcaption', String(attrs.caption)],
  ],
})
const textBlock = (tag: string, more: object = {}, find = tag) => ({
  group: 'block',
  content: 'inline*',
  attrs: id,
  parseDOM: [{ tag: find, getAttrs: (dom: HTMLElement) => ({ id: dom.dataset.id ?? '' }) }],
  toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => [tag, { 'data-id': attrs.id }, 0],
  ...more,
})
const container = (tag: string, content: string, kind: string) => ({
  group: 'block',
  content,
  attrs: { ...id, title: text() },
  defining: true,
  parseDOM: [
    { tag: `${tag}[data-kind=${kind}]`, getAttrs: (dom: HTMLElement) => ({ id: dom.dataset.id ?? '', title: dom.dataset.title ?? '' }) },
  ],
  toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => [tag, { 'data-kind': kind, 'data-id': attrs.id, 'data-title': attrs.title }, 0],
})
const cell = (tag: 'td' | 'th') => ({
  content: 'cellText',
  attrs: { colspan: span, rowspan: span, colwidth: widths },
  tableRole: tag === 'th' ? 'header_cell' : 'cell',
  isolating: true,
  parseDOM: [{ tag }],
  toDOM: (): DOMOutputSpec => [tag, 0],
})

/** 本地化填空: what a centre that takes the story over has to put in. The hint holds an example. */
const slotKinds = ['figure', 'person', 'quotation', 'picture', 'place', 'phone', 'paragraph']
const slotAttrs = {
  ...id,
  kind: { default: 'figure', validate: only((value) => slotKinds.includes(String(value)), 'a slot is of a known kind') },
  hint: text(),
  required: { default: true, validate: 'boolean' },
}
const slotShown = ({ attrs }: { attrs: Attrs }) => String(attrs.value || `［${String(attrs.hint)}］`)
const slotRead = (dom: HTMLElement) => JSON.parse(dom.dataset.slot ?? '{}') as Attrs

const spec = {
  nodes: {
    /** Four title fields, always there and possibly empty, then the blocks. */
    doc: { content: 'kicker headline deck byline block+' },
    kicker: titleField('kicker'), // 引题
    headline: titleField('headline'), // 主题
    deck: titleField('deck'), // 副题
    byline: titleField('byline'), // 署名
    paragraph: textBlock('p'),
    lead: textBlock('p', {
      toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => ['p', { 'data-kind': 'lead', 'data-id': attrs.id }, 0],
      parseDOM: [{ tag: 'p[data-kind=lead]', priority: 60, getAttrs: (dom: HTMLElement) => ({ id: dom.dataset.id ?? '' }) }],
    }), // 导语
    subhead: textBlock('h3', { marks: '', content: 'text*', defining: true }, 'h2, h3, h4, h5, h6'), // 小标题
    quotation: {
      // 引语
      group: 'block',
      content: 'text*',
      marks: '',
      attrs: { ...id, attribution: text() },
      defining: true,
      parseDOM: [
        { tag: 'blockquote', getAttrs: (dom: HTMLElement) => ({ id: dom.dataset.id ?? '', attribution: dom.dataset.attribution ?? '' }) },
      ],
      toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => [
        'blockquote',
        { 'data-id': attrs.id, 'data-attribution': attrs.attribution },
        0,
      ],
    },
    bulletList: {
      group: 'block',
      content: 'listItem+',
      attrs: id,
      parseDOM: [{ tag: 'ul', getAttrs: (dom: HTMLElement) => ({ id: dom.dataset.id ?? '' }) }],
      toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => ['ul', { 'data-id': attrs.id }, 0],
    },
    orderedList: {
      group: 'block',
      content: 'listItem+',
      attrs: id,
      parseDOM: [{ tag: 'ol', getAttrs: (dom: HTMLElement) => ({ id: dom.dataset.id ?? '' }) }],
      toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => ['ol', { 'data-id': attrs.id }, 0],
    },
    listItem: { content: 'itemText', defining: true, parseDOM: [{ tag: 'li' }], toDOM: (): DOMOutputSpec => ['li', 0] },
    itemText: { content: 'inline*', parseDOM: [{ tag: 'p', context: 'listItem/', priority: 60 }], toDOM: (): DOMOutputSpec => ['p', 0] },
    table: {
      // 表格; `title` above, `note` with the source of the figures below
      group: 'block',
      content: 'tableRow+',
      tableRole: 'table',
      isolating: true,
      attrs: { ...id, title: text(), note: text() },
      parseDOM: [
        {
          tag: 'table',
          getAttrs: (dom: HTMLElement) => ({ id: dom.dataset.id ?? '', title: dom.dataset.title ?? '', note: dom.dataset.note ?? '' }),
        },
      ],
      toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => [
        'table',
        { 'data-id': attrs.id, 'data-title': attrs.title, 'data-note': attrs.note },
        ['tbody', 0],
      ],
    },
    tableRow: { content: '(tableCell | tableHeader)+', tableRole: 'row', parseDOM: [{ tag: 'tr' }], toDOM: (): DOMOutputSpec => ['tr', 0] },
    tableCell: cell('td'),
    tableHeader: cell('th'),
    cellText: {
      content: 'inline*',
      parseDOM: [{ tag: 'p', context: 'tableCell/|tableHeader/', priority: 60 }],
      toDOM: (): DOMOutputSpec => ['p', 0],
    },
    /** One photograph of the asset library. `focus` is "x y" in 0..1, where the eye goes; it steers every crop. */
    picture: figure('picture', { focus }),
    video: figure('video', {}),
    factBox: container('aside', 'factText+', 'fact'), // 资料框
    editorsNote: container('aside', 'factText+', 'note'), // 编者按
    contact: container('aside', 'factText+', 'contact'), // 联系方式
    factText: {
      content: 'inline*',
      parseDOM: [{ tag: 'p', context: 'factBox/|editorsNote/|contact/', priority: 60 }],
      toDOM: (): DOMOutputSpec => ['p', 0],
    },
    /** A place for a picture, a quotation or a paragraph of one's own: filled, it is such a block with the same id. */
    hole: {
      group: 'block',
      atom: true,
      attrs: slotAttrs,
      parseDOM: [{ tag: 'div[data-slot]', getAttrs: slotRead }],
      toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => [
        'div',
        { 'data-slot': JSON.stringify(attrs), 'data-id': attrs.id },
        `［${String(attrs.hint)}］`,
      ],
    },
    text: { group: 'inline' },
    /** A figure, a name, a place, a number to call: `value` is what readers see, nothing while it is empty. */
    slot: {
      inline: true,
      group: 'inline',
      atom: true,
      attrs: { ...slotAttrs, value: text() },
      leafText: ({ attrs }: { attrs: Attrs }) => String(attrs.value),
      parseDOM: [{ tag: 'span[data-slot]', getAttrs: slotRead }],
      toDOM: (node: { attrs: Attrs }): DOMOutputSpec => [
        'span',
        { 'data-slot': JSON.stringify(node.attrs), 'data-empty': node.attrs.value ? null : '' },
        slotShown(node),
      ],
    },
    hardBreak: {
      inline: true,
      group: 'inline',
      selectable: false,
      parseDOM: [{ tag: 'br' }],
      toDOM: (): DOMOutputSpec => ['br'],
      leafText: () => '\n',
    },
  },
  marks: {
    link: {
      attrs: {
        href: {
          validate: (value: unknown) => {
            if (typeof value !== 'string' || !safeAddress.test(value)) throw new RangeError('a link must be http, https, mailto or tel')
          },
        },
      },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (dom: HTMLElement) => {
            const href = dom.getAttribute('href') ?? ''
            return safeAddress.test(href) ? { href } : false
          },
        },
      ],
      toDOM: ({ attrs }: { attrs: Attrs }): DOMOutputSpec => ['a', { href: attrs.href, rel: 'noopener nofollow' }, 0],
    },
    strong: {
      parseDOM: [{ tag: 'strong' }, { tag: 'b', getAttrs: (dom: HTMLElement) => dom.style?.fontWeight !== 'normal' && null }],
      toDOM: (): DOMOutputSpec => ['strong', 0],
    },
    em: {
      parseDOM: [{ tag: 'em' }, { tag: 'i', getAttrs: (dom: HTMLElement) => dom.style?.fontStyle !== 'normal' && null }],
      toDOM: (): DOMOutputSpec => ['em', 0],
    },
  },
}

/** The one schema of a story document: browser, editing and every product read it. Every top-level block has an `id` that stays with it. */
export const schema = new Schema(spec as unknown as SchemaSpec)
