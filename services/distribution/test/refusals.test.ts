import { describe, expect, it } from 'vitest'
import { safePath } from '../src/outlets/hot-file.ts'
import { refuse } from '../src/refusals.ts'
import { refusalOf, WechatError } from '../src/wechat/errors.ts'
import { articleUrl, textOf } from '../src/wechat/page.ts'

describe('refusals', () => {
  it('are told in both languages with a next step, and fill the same holes', () => {
    const holes = (text: string) =>
      [...text.matchAll(/\{(\w+)\}/g)]
        .map(([, name]) => name)
        .sort()
        .join()
    for (const [code, { says }] of Object.entries(refuse.table)) expect([code, holes(says.zh)]).toEqual([code, holes(says.en)])
  })
  it('of WeChat’s white-list say which address to enter', () => {
    const told = refusalOf(new WechatError(40164, 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1'))
    expect([told.code, told.next.zh]).toEqual(['distribution/wechat-address', expect.stringContaining('203.0.113.7')])
  })
})

describe('a path of a product', () => {
  it.each(['page.pdf', 'package/pictures/图1.jpg', 'text.utf8.txt'])('%s is fine', (path) => expect(safePath(path)).toBe(path))
  it.each(['../a', 'a/../b', '/etc/passwd', 'a\\b', '.hidden', 'a/.ssh/b', 'a//b', '', 'x.part', 'a\u0000b', 'C:evil'])(
    '%j is refused',
    (path) => {
      expect(() => safePath(path)).toThrow('distribution/unsafe-path')
    },
  )
})

describe('a pasted link', () => {
  const articles = { base: 'https://mp.weixin.qq.com', moves: false }
  it('must lie at WeChat: the server asks no other address', () => {
    for (const url of [
      'http://127.0.0.1:5432/s/x',
      'https://mp.weixin.qq.com.evil.example/s/x',
      'https://mp.weixin.qq.com/cgi-bin/x',
      'file:///etc/passwd',
      'nonsense',
    ])
      expect(() => articleUrl(articles, url)).toThrow('distribution/foreign-address')
    expect(articleUrl(articles, 'https://mp.weixin.qq.com/s/AbC-1_2')).toBe('https://mp.weixin.qq.com/s/AbC-1_2')
  })
})

describe('the text of a page', () => {
  it('is the same before and after WeChat has rewritten the HTML', () => {
    expect(textOf('<p style="x">黄河&nbsp;水 &amp; 渠</p>\n<script>1</script>')).toBe(
      textOf('<section><span>黄河</span>水&#38;<br>渠</section>'),
    )
  })
})
