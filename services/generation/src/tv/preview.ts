import type { Outlet } from '@kitchen/model'
import { css, type Html, html } from '../html.ts'
import type { Story } from '../story/story.ts'
import type { LowerThird } from './lower-third.ts'
import type { Passage, Script } from './script.ts'
import { type Form, nameOf, scriptHead } from './script-text.ts'

type Shown = {
  readonly story: Story
  readonly script: Script
  readonly form: Form
  readonly lowerThirds: readonly LowerThird[]
  /** What each film shows: video.mp4, video-2.mp4, … beside this page; none: ../still.jpg. */
  readonly films: readonly string[]
}

/** preview/index.html: picture, lower thirds and prompter side by side. For screens: it is not delivered. */
export function tvPreview({ story, script, form, lowerThirds, films }: Shown, outlet: Outlet): string {
  const film = (title: string, at: number) => {
    const nth = at === 0 ? '' : `-${at + 1}`
    return html`<video controls playsinline preload="metadata" poster="poster${nth}.jpg" src="video${nth}.mp4" aria-label="${title || story.headline}"></video>`
  }
  const stage =
    films.length > 0 ? html`${films.map(film)}` : html`<img src="../still.jpg" alt="${story.headline}" width="1920" height="1080">`
  return html`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${outlet.name.zh}：${story.headline}</title>
<style>${css(sheet)}</style>
</head>
<body>
<main>
<section class="stage"><h1>${outlet.name.zh}</h1>${stage}
<dl>${scriptHead(story, script, form).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<h2>字幕条</h2><ul class="thirds">${lowerThirds.map(({ kind, large, small }) => html`<li><b>${kind}</b><span><strong>${large}</strong>${small && html`<small>${small}</small>`}</span></li>`)}</ul></section>
<section class="prompter" aria-label="提词"><div tabindex="0">${script.passages.map(passage)}</div></section>
</main>
</body>
</html>
`.markup
}

function passage(one: Passage): Html {
  const lines = one.lines.map((line, at) => html`${at > 0 && html`<br>`}${line}`)
  if (one.kind === 'read') return html`<p>${lines}</p>`
  return html`<p class="bite"><b>同期声　${nameOf(one.who)}</b>${lines}</p>`
}

const sheet = `
*{box-sizing:border-box}body{margin:0;background:#15171b;color:#e8e6e1;font:15px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{display:grid;grid-template-columns:minmax(0,1.55fr) minmax(0,1fr);gap:24px;max-width:1440px;margin:0 auto;padding:24px}
h1{margin:0 0 12px;font-size:18px}h2{margin:24px 0 10px;font-size:15px;color:#a9a59c;font-weight:600}
video,img{display:block;width:100%;height:auto;aspect-ratio:16/9;object-fit:cover;background:#000;border-radius:4px}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:4px 20px;margin:16px 0 0}dl div{display:flex;gap:10px}dt{color:#a9a59c;flex:none}dd{margin:0}
.thirds{list-style:none;margin:0;padding:0;display:grid;gap:8px}.thirds li{display:flex;align-items:stretch;background:#0e2a52;border-left:5px solid #e0533d;border-radius:2px}
.thirds b{flex:none;width:64px;padding:8px 10px;font-size:12px;font-weight:400;color:#b9d4f2}.thirds span{padding:6px 12px 8px 0}.thirds strong{display:block;font-size:16px}.thirds small{color:#cfe0f3;font-size:13px}
.prompter{background:#000;border-radius:4px;min-height:320px}.prompter div{max-height:calc(100vh - 48px);min-height:320px;overflow:auto;padding:28px 24px}
.prompter p{margin:0 0 1.1em;font:600 26px/1.62 "Noto Sans SC","PingFang SC",sans-serif;color:#fff}
.prompter .bite{color:#8fd0ff;border-left:4px solid #e0533d;padding-left:16px}.bite b{display:block;font-size:15px;color:#ffb4a6;font-weight:600}
@media (max-width:820px){main{grid-template-columns:minmax(0,1fr);padding:12px;gap:16px}.prompter p{font-size:22px}.prompter div{max-height:none}}
`
