import type { Centre } from '@kitchen/model'
import { escaped } from './html.ts'

/** The sheet that every page of a centre's site lies on: masthead, its own name, licence in the footer. `main` is HTML. */
export function frame({
  centre,
  title,
  main,
  head = '',
}: {
  readonly centre: Centre
  readonly title: string
  readonly main: string
  readonly head?: string
}): string {
  const home = `/sites/${centre.id}/`
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title>
<link rel="alternate" type="application/rss+xml" title="${escaped(centre.masthead.zh)}" href="${home}feed.xml">${head}<style>${sheet}</style></head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header class="mast"><div class="wide"><a class="name" href="${home}">${escaped(centre.masthead.zh)}</a><span class="full">${escaped(centre.fullName)}</span>
<form action="${home}search" role="search"><label class="hidden" for="q">搜索本站</label><input id="q" name="q" type="search" placeholder="搜索本站" maxlength="60"><button>搜索</button></form></div></header>
<main id="main" class="wide">${main}</main>
<footer><div class="wide"><p>${escaped(centre.fullName)}　版权所有</p><p>${escaped(centre.licence.web)}</p><p><a href="${home}feed.xml">RSS 订阅</a></p></div></footer>
</body></html>`
}

const sheet = `:root{--ink:#1f1f1f;--soft:#595959;--line:#e3e3e3;--red:#c0392b;--paper:#fff;--link:#1d4f91}
@media (prefers-color-scheme:dark){:root{--ink:#e8e6e3;--soft:#a8a5a0;--line:#33312f;--red:#e06a5d;--paper:#171615;--link:#8fb8ec}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
a{color:inherit;text-decoration:none}a:hover{color:var(--red)}:focus-visible{outline:2px solid var(--red);outline-offset:2px}
.wide{max-width:1080px;margin:0 auto;padding:0 20px}.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:4px 12px}.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.mast{border-top:6px solid var(--red);border-bottom:1px solid var(--line)}.mast .wide{display:flex;align-items:baseline;gap:8px 20px;flex-wrap:wrap;padding-top:20px;padding-bottom:16px}
.name{font:700 34px/1.2 "Noto Serif SC","Songti SC",SimSun,serif;color:var(--red)}.full{color:var(--soft);font-size:14px;flex:1}
form{display:flex;border:1px solid var(--line)}input{border:0;padding:6px 10px;font:inherit;font-size:14px;background:transparent;color:inherit;width:11em}button{border:0;border-left:1px solid var(--line);background:transparent;color:inherit;font:inherit;font-size:14px;padding:6px 14px;cursor:pointer;white-space:nowrap}
main.wide{padding-top:28px;padding-bottom:56px;min-height:50vh}h1,h2{font-family:"Noto Serif SC","Songti SC",SimSun,serif;line-height:1.35;margin:0}
.first{display:grid;grid-template-columns:3fr 2fr;gap:28px;padding-bottom:28px;border-bottom:2px solid var(--ink);align-items:start}.first.bare{grid-template-columns:1fr}.first h2{font-size:32px}.first img,.item img{width:100%;height:auto;display:block;aspect-ratio:40/21;object-fit:cover;background:var(--line)}
.first p,.item p{margin:10px 0 0;color:var(--soft)}time{color:var(--soft);font-size:14px;font-variant-numeric:tabular-nums;display:block;margin-top:8px}
.list{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:0 32px}.item{padding:22px 0;border-bottom:1px solid var(--line)}.item h2{font-size:20px;margin-top:12px}.item.bare h2{margin-top:0}
.label{color:var(--red);font-size:14px;margin:0 0 16px}.empty{padding:12vh 0;text-align:center;color:var(--soft)}.empty h1{color:var(--ink);font-size:34px;margin-bottom:12px}.empty a{color:var(--link);text-decoration:underline}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:13px;padding:20px 0 40px}footer p{margin:0 0 4px}footer a{color:var(--link);text-decoration:underline}
@media (max-width:640px){.first{grid-template-columns:1fr;gap:16px}.first h2{font-size:25px}.name{font-size:28px}.mast .wide{align-items:center}.full{flex:0 1 auto}form{flex:1 0 100%}input{flex:1;min-width:0}}`
