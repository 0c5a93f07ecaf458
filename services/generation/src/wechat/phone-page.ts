import type { Outlet } from '@kitchen/model'
import { css, html } from '../html.ts'
import type { Preparation } from '../preparation.ts'
import { minuteOf } from '../story/date.ts'

/** The article as a phone shows it in WeChat, around exactly the content that goes there. */
export function phonePage({ story, timeZone }: Preparation, content: string, outlet: Outlet, author: string): string {
  return html`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${story.headline}</title>
<style>${css(sheet)}</style>
</head>
<body>
<main>
<h1>${story.headline}</h1>
<p class="meta"><span>${author}</span> <span class="account">${outlet.name.zh}</span> <time datetime="${story.at.toISOString()}">${minuteOf(story.at, timeZone)}</time></p>
<div class="content">${{ markup: content }}</div>
<p class="source">阅读原文</p>
</main>
</body>
</html>
`.markup
}

const sheet = `
body{margin:0;background:#fff;color:#1f1f1f;font:17px/1.6 "PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:677px;margin:0 auto;padding:20px 16px 40px;box-sizing:border-box}
h1{margin:0 0 14px;font-size:22px;line-height:1.4;font-weight:700}
.meta{margin:0 0 22px;font-size:15px;color:#6b6b6b;line-height:1.4}.meta span,.meta time{margin-right:10px}.meta .account{color:#576b95}
.content{overflow-wrap:anywhere}.content img{max-width:100%;height:auto}
.source{margin:28px 0 0;font-size:15px;color:#576b95}
`
