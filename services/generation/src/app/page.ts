import type { Centre, Outlet } from '@kitchen/model'
import { css, html } from '../html.ts'
import type { Preparation } from '../preparation.ts'
import type { Body } from '../web/body.ts'
import { article } from '../web/page.ts'
import { pageSheet } from '../web/sheet.ts'

/** The article as the unified client shows it: the bar of the client, the channel of the centre, then the same article as on the site. */
export function clientPage(preparation: Preparation, body: Body, centre: Centre, outlet: Outlet): string {
  return html`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${preparation.story.headline} - ${outlet.name.zh}</title>
<style>${css(pageSheet + clientSheet)}</style>
</head>
<body>
<header class="bar"><span aria-hidden="true">‹</span><strong>${outlet.name.zh}</strong><span aria-hidden="true">⋯</span></header>
<main id="story">
${article(preparation, body)}
<p class="from">${centre.fullName}<br>${centre.licence.web}</p>
</main>
</body>
</html>
`.markup
}

const clientSheet = `
body{max-width:560px;margin:0 auto;font-size:18px}
.bar{position:sticky;top:0;z-index:1;display:flex;align-items:center;justify-content:space-between;padding:10px 16px;background:var(--paper);border-bottom:1px solid var(--line);font-size:16px;line-height:1.5}
.bar span{font-size:22px;line-height:1;color:var(--soft);width:1.2em}.bar span:last-child{text-align:right}
main{padding-top:22px;padding-bottom:36px}h1{font-size:27px;line-height:1.4}.deck{font-size:18px}.body h2{font-size:20px}
.from{margin:28px 0 0;font-size:12px;line-height:1.8;color:var(--soft);text-align:center}
`
