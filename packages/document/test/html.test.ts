import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { blocksOf, cleanPaste, readManuscript, schema, titlesOf, toHtml } from '../src/index.ts'
import { parsed } from './parsed.ts'
import { block, box, everything, list, story, table } from './stories.ts'

const read = (html: string) => readManuscript(parsed(html))
const shape = (html: string) =>
  blocksOf(read(html).document).map((one) =>
    'text' in one
      ? `${one.kind} ${one.text}`
      : one.kind === 'list'
        ? `${one.ordered ? 'ordered' : 'bullet'} ${one.items.map((runs) => runs.map(({ text }) => text).join('')).join('|')}`
        : one.kind,
  )

test('our own HTML reads back as the same document', () => {
  expect(read(toHtml(everything)).document.toJSON()).toEqual(everything.toJSON())
})

const text = fc.stringMatching(/^[^\r\u0000-\u0009\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\n]{1,20}$/)
const runs = fc
  .array(fc.record({ text, strong: fc.boolean(), em: fc.boolean(), link: fc.boolean() }), { minLength: 1, maxLength: 3 })
  .map((all) =>
    all.map((run) => {
      const marks = [
        run.link && schema.mark('link', { href: 'https://nx.cn/?a=1&b="' }),
        run.strong && schema.mark('strong'),
        run.em && schema.mark('em'),
      ].filter((mark) => mark !== false)
      return schema.text(run.text, marks)
    }),
  )
const anyBlock: fc.Arbitrary<(id: string) => Node> = fc.oneof(
  fc.tuple(fc.constantFrom('paragraph', 'lead'), runs).map(
    ([kind, inline]) =>
      (id: string) =>
        schema.node(kind, { id }, fragment(inline)),
  ),
  fc.tuple(fc.constantFrom('subhead', 'quotation'), text).map(
    ([kind, words]) =>
      (id: string) =>
        block(kind, id, words),
  ),
  fc.tuple(fc.constantFrom('bulletList' as const, 'orderedList' as const), fc.array(text, { minLength: 1, maxLength: 3 })).map(
    ([kind, items]) =>
      (id: string) =>
        list(kind, id, ...items),
  ),
  fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 3 }).map((rows) => (id: string) => table(id, rows)),
  fc.tuple(fc.constantFrom('picture', 'video'), text).map(
    ([kind, caption]) =>
      (id: string) =>
        block(kind, id, '', { asset: 'file:a.jpg', caption, credit: '"<摄>' }),
  ),
  fc.tuple(fc.constantFrom('factBox' as const, 'editorsNote' as const, 'contact' as const), text, text).map(
    ([kind, title, words]) =>
      (id: string) =>
        box(kind, id, title, words),
  ),
)
const fragment = (nodes: readonly Node[]) => schema.node('itemText', null, nodes).content.append(schema.node('itemText').content)
const documents = fc
  .tuple(
    fc.string({ unit: 'grapheme', maxLength: 0 }).chain(() => text),
    fc.array(anyBlock, { minLength: 1, maxLength: 6 }),
  )
  .map(([headline, made]) => story(headline, ...made.map((one, at) => one(`id${at}`))))
/** Neighbours with equal marks are one text in every document that was parsed. */
const joined = (document: Node): unknown =>
  JSON.parse(JSON.stringify(document.toJSON()), (key, value: unknown) =>
    key === 'content' && Array.isArray(value) ? merged(value) : value,
  )
const merged = (nodes: readonly { text?: string; marks?: unknown }[]) => {
  const all: { text?: string; marks?: unknown }[] = []
  for (const node of nodes) {
    const last = all.at(-1)
    const same = last?.text !== undefined && node.text !== undefined && JSON.stringify(last.marks) === JSON.stringify(node.marks)
    if (same) all[all.length - 1] = { ...last, text: `${last.text}${node.text}` }
    else all.push(node)
  }
  return all
}

test('any document goes to HTML and back unchanged', () => {
  fc.assert(
    fc.property(documents, (document) => {
      expect(joined(read(toHtml(document)).document)).toEqual(joined(document))
    }),
    { numRuns: 200 },
  )
})

test('reading any HTML gives a document that passes the schema and has unique ids', () => {
  const scrap = fc.constantFrom(
    '<p>',
    '</p>',
    '<b>',
    '</b>',
    '<table>',
    '<tr>',
    '<td>',
    '</table>',
    '<ul>',
    '<li>',
    '<img src=a.jpg>',
    '<blockquote>',
    '<h1>',
    '</h1>',
    '<a href="https://x.cn">',
    '<br>',
    '题',
    '正文。',
    '\u200b',
    '&nbsp;',
    '<p data-id=x>',
    '<div data-field=headline>',
    '<figure data-picture="{}">',
    '<aside data-kind=fact data-id=q>',
  )
  fc.assert(
    fc.property(fc.array(scrap, { maxLength: 25 }), (scraps) => {
      const { document } = read(scraps.join(''))
      document.check()
      expect(new Set(document.children.map(({ attrs }) => attrs.id)).size).toBe(document.childCount)
    }),
    { numRuns: 300 },
  )
})

const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {mso-style-parent:"";}</style><xml><o:x>1</o:x></xml></head><body lang=ZH-CN>
<p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:22.0pt;font-family:黑体'>黄河水润新灌区<o:p></o:p></span></b></p>
<p class=MsoNormal style='text-indent:21.0pt'><span style='font-size:10.5pt;mso-bidi-font-size:12.0pt'>　　今年秋粮开镰，全区水稻面积达<span
lang=EN-US>12.6</span>万亩，比上年
增加。<span lang=EN-US><o:p>&nbsp;</o:p></span></span></p>
<p class=MsoNormal><b><span style='font-size:10.5pt'>数字渠长上岗</span></b></p>
<p class=MsoNormal><span style='font-size:10.5pt'>记者从农业农村厅获悉，<b>共有</b>126名。</span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>青铜峡</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>l </span>固海</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>第一</p>
<p class=MsoNormal><span><v:shape id=1></v:shape><img width=500 src="file:///C:/Users/x/clip_image001.png"></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p></body></html>`

test('a paste from Word comes out clean', () => {
  const { document, notes } = read(word)
  expect(titlesOf(document).headline).toBe('黄河水润新灌区')
  expect(shape(word)).toEqual([
    'paragraph 今年秋粮开镰，全区水稻面积达12.6万亩，比上年增加。',
    'subhead 数字渠长上岗',
    'paragraph 记者从农业农村厅获悉，共有126名。',
    'bullet 青铜峡|固海',
    'ordered 第一',
  ])
  expect(notes).toHaveLength(1)
  expect(notes[0]?.zh).toContain('clip_image001.png')
})

const wechat = `<div id="js_content" style="visibility: hidden; opacity: 0;"><section data-tools="135editor"><section style="text-align:center"><svg><path d="M0"/></svg></section>
<section><span style="font-size: 15px;letter-spacing: 2px;">今年&#8203;秋粮<span>开镰</span>。</span><br></section>
<p style="white-space: normal;"><span style="font-size: 15px;"><strong style="color:red">水费</strong>下降<a href="javascript:void(0)">12%</a>。</span></p>
<section><section><p><br/></p></section></section><section style="display:none">隐藏</section>
<p><img class="rich_pages" data-src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/640?wx_fmt=jpeg" data-w="1080"></p><iframe class="video_iframe" data-src="https://v.qq.com/vplayer/x"></iframe>
<p style="text-align: center;"><span style="font-size: 20px;"><strong>渠水到田头</strong></span></p><p>第一行<br>第二行</p></section></div>`

test('a paste from WeChat comes out clean', () => {
  const { html, notes } = cleanPaste(wechat, parsed)
  expect(html).not.toMatch(/style|section|span|class|mmbiz|javascript|iframe|svg/)
  expect(html).toBe(
    '<p data-id="">今年秋粮开镰。</p><p data-id=""><strong>水费</strong>下降12%。</p><h3 data-id="">渠水到田头</h3><p data-id="">第一行<br>第二行</p>',
  )
  expect(notes.map(({ zh }) => zh).join()).toMatch(/1 张图片.*音视频/)
})

test.each([
  ['<script>alert(1)</script><p>文</p>', '文'],
  ['<p onclick="x()">文<img src=x onerror=alert(1)></p>', '文'],
  ['<p><a href="javascript:alert(1)">文</a></p>', '文'],
  ['<p><a href=" https://a.cn ">文</a></p>', '<a href="https://a.cn" rel="noopener nofollow">文</a>'],
  ['<svg><script>alert(1)</script></svg><math><mtext>x</mtext></math><p>文</p>', '文'],
  ['<p>&lt;img src=x onerror=alert(1)&gt;</p>', '&lt;img src=x onerror=alert(1)&gt;'],
])('%s gives nothing that acts', (html, inside) => {
  expect(cleanPaste(html, parsed).html).toBe(`<p data-id="">${inside}</p>`)
})

test('a paste has no files beside it: its pictures are noted, not named', () => {
  const { html, notes } = cleanPaste('<p>文<img src="a.jpg"></p>', parsed)
  expect(html).toBe('<p data-id="">文</p>')
  expect(notes[0]?.zh).toContain('a.jpg')
})

test('what the editor itself copied is left to it', () => {
  const own = '<p data-pm-slice="1 1 []">文</p>'
  expect(cleanPaste(own, parsed)).toEqual({ html: own, notes: [] })
})

test('a manuscript names its titles in the ways of the desks', () => {
  const { document } = read(
    '<p>引题：秋粮开镰</p><p>标题：黄河水润新灌区</p><p>副题：126名数字渠长上岗</p><p>本报记者 马骏 李强 通讯员 张敏</p><p>本报银川9月15日讯 今年丰收。</p><p>记者从厅里获悉，增产。</p>',
  )
  expect(titlesOf(document)).toEqual({
    kicker: '秋粮开镰',
    headline: '黄河水润新灌区',
    deck: '126名数字渠长上岗',
    byline: '本报记者 马骏 李强 通讯员 张敏',
  })
  expect(blocksOf(document).map(({ kind }) => kind)).toEqual(['lead', 'paragraph'])
})

test('a kicker stands above the headline, a deck below it with a dash, a byline at the end', () => {
  const { document } = read(
    '<p>塞上秋来</p><h1>黄河水润新灌区</h1><p>——宁夏数字渠长上岗记</p><p>正文在此，够长的一段。</p><p>（记者 马骏）</p>',
  )
  expect(titlesOf(document)).toEqual({ kicker: '塞上秋来', headline: '黄河水润新灌区', deck: '宁夏数字渠长上岗记', byline: '记者 马骏' })
  expect(document.childCount).toBe(5)
})

test('a sentence that begins with a reporter is no byline', () => {
  const { document } = read('<h1>题</h1><p>记者从农业农村厅获悉</p><p>记者 走进田间，看到稻浪。</p>')
  expect(titlesOf(document).byline).toBe('')
})

test('pictures by file name become blocks with caption and credit', () => {
  const { document, files } = read(
    '<h1>题</h1><p><img src="photos/a%20b.jpg" alt="数字渠长巡渠（丁学文 摄）"></p><p><img src="c.jpg"></p><p>图为渠水到田头。 马骏 摄</p><p><img src="d.mp4" alt="放水"></p>',
  )
  expect(files).toEqual(['a b.jpg', 'c.jpg', 'd.mp4'])
  expect(blocksOf(document)).toMatchObject([
    { kind: 'picture', asset: 'file:a b.jpg', caption: '数字渠长巡渠', credit: '丁学文 摄' },
    { kind: 'picture', caption: '图为渠水到田头。', credit: '马骏 摄' },
    { kind: 'video', asset: 'file:d.mp4', caption: '放水' },
  ])
})

test('tables keep head, title and note; a table that lays out a page is unwrapped', () => {
  const { document } = read(
    '<h1>题</h1><p>表1 各县面积</p><table><tr><td><b>县</b></td><td><b>面积</b></td></tr><tr><td>贺兰</td><td>126</td></tr></table><p>注：单位万亩</p><table><tr><td><p>一段话。</p></td></tr></table>',
  )
  expect(blocksOf(document)).toMatchObject([
    {
      kind: 'table',
      title: '表1 各县面积',
      note: '注：单位万亩',
      head: [{ text: '县' }, { text: '面积' }],
      rows: [[{ text: '贺兰' }, { text: '126' }]],
    },
    { kind: 'paragraph', text: '一段话。' },
  ])
})

test('a quotation says who speaks, a framed text is no quotation', () => {
  expect(shape('<h1>题</h1><blockquote><p>浇水不用愁了。——种植户王秀兰</p></blockquote>')).toEqual(['quotation 浇水不用愁了。'])
  expect(blocksOf(read('<h1>题</h1><blockquote>好。<br>——王秀兰</blockquote>').document)).toMatchObject([
    { text: '好。', attribution: '王秀兰' },
  ])
  expect(shape(`<h1>题</h1><blockquote>${'<p>框里的一段。</p>'.repeat(4)}</blockquote>`)[0]).toBe('paragraph 框里的一段。')
})

test('an item of a list keeps its lines, lists inside lists become one', () => {
  expect(shape('<h1>题</h1><ul><li><p>一</p><p>续</p></li><li>二<ul><li>三</li></ul></li></ul><ol><li>四</li></ol>')).toEqual([
    'bullet 一\n续|二|三',
    'ordered 四',
  ])
})
