/** The one style sheet of story pages, inlined: Chinese running text first, 390 to 1440 px, light and dark, print. Set by the body's classes for web and app. */
export const pageSheet = `
:root{--paper:#fff;--ink:#1f1f1f;--soft:#595959;--line:#e4dfd8;--wash:#f7f4ef;--accent:#c0392b;--link:#0b5cad;
--sans:"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans SC","Source Han Sans SC",sans-serif;--serif:"Noto Serif SC","Source Han Serif SC","Songti SC","STSong","SimSun",serif}
@media (prefers-color-scheme:dark){:root{--paper:#16171a;--ink:#e6e3de;--soft:#a5a29c;--line:#35363a;--wash:#202226;--accent:#e8705f;--link:#7cb7f2}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;color-scheme:light dark}
body{margin:0;background:var(--paper);color:var(--ink);font:400 17px/1.85 var(--sans);text-autospace:normal;text-spacing-trim:trim-start;line-break:strict;overflow-wrap:anywhere;font-variant-numeric:lining-nums}
a{color:var(--link);text-underline-offset:.2em;text-decoration-thickness:1px}
a:focus-visible,.table:focus-visible,video:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:8px;background:var(--paper);padding:8px 16px;z-index:1}
.masthead{border-top:6px solid var(--accent);border-bottom:1px solid var(--line)}
.masthead>div,main,.foot>div{max-width:752px;margin:0 auto;padding-left:16px;padding-right:16px}
.masthead>div{display:flex;align-items:baseline;justify-content:space-between;gap:16px;padding-top:14px;padding-bottom:14px}
.masthead a{font:700 26px/1.2 var(--serif);color:var(--accent);text-decoration:none;white-space:nowrap}
.masthead span{font-size:13px;color:var(--soft);text-align:right;line-height:1.4}
main{padding-top:40px;padding-bottom:56px}
article>header{margin-bottom:28px}
.kicker{margin:0 0 10px;color:var(--soft);font-size:17px;line-height:1.6}
h1{margin:0;font:700 36px/1.36 var(--serif);text-wrap:balance;font-feature-settings:"halt" 0}
.deck{margin:14px 0 0;font:400 20px/1.65 var(--serif);color:var(--ink)}
.meta{display:flex;flex-wrap:wrap;gap:2px 20px;margin:22px 0 0;padding:12px 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line);font-size:14px;line-height:1.7;color:var(--soft)}
.correction{margin:0 0 28px;padding:12px 18px;background:var(--wash);border-left:3px solid var(--accent);font-size:15px;line-height:1.75}.correction p{margin:0}.correction strong{margin-right:1em;color:var(--accent)}
.body p{margin:0 0 1.05em;text-align:justify;text-justify:inter-character}
.body .lead{font-weight:600}
.body .lead:first-child::first-letter{font-weight:600}
.body h2{margin:2em 0 .8em;padding-left:14px;border-left:5px solid var(--accent);font:700 22px/1.45 var(--serif);text-wrap:balance}
figure{margin:2em 0}
figure img,figure video{display:block;width:100%;height:auto;background:var(--wash);border-radius:2px}
figcaption{margin-top:10px;font-size:14px;line-height:1.65;color:var(--soft)}
.credit{margin-left:.5em;white-space:nowrap}
.label{display:inline-block;margin-left:.5em;color:var(--accent)}
.quotation{margin:2.2em 0;padding:4px 0 4px 24px;border-left:3px solid var(--accent)}
blockquote{margin:0}
.body blockquote p{margin:0;font:400 21px/1.75 var(--serif);text-align:left}
.quotation figcaption{margin-top:12px;font-size:15px}
.quotation figcaption::before{content:"—— "}
ul,ol{margin:0 0 1.2em;padding-left:1.6em}li{margin:.3em 0}li::marker{color:var(--accent)}
.table{margin:2.2em 0;overflow-x:auto}
table{width:100%;border-collapse:collapse;border-top:2px solid var(--ink);border-bottom:2px solid var(--ink);font-size:15px;line-height:1.6;font-variant-numeric:tabular-nums lining-nums}
caption{padding-bottom:12px;font:700 17px/1.5 var(--serif);text-align:center}
th,td{padding:9px 10px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{border-bottom:1px solid var(--ink);font-weight:600;background:var(--wash);white-space:nowrap}tbody th{font-weight:600}
th.figure,td.figure{text-align:right;white-space:nowrap}
.body .note{margin:10px 0 0;font-size:13px;line-height:1.6;color:var(--soft);text-align:left}
.box{margin:2.2em 0;padding:18px 22px;background:var(--wash);border-top:3px solid var(--accent);font-size:16px;line-height:1.75}
.body .box p{margin:0 0 .6em}.body .box p:last-child{margin:0}.body .box-title{font:700 17px/1.5 var(--serif)}
.end{margin:40px 0 0;padding-top:16px;border-top:1px solid var(--line);font-size:14px;line-height:1.8;color:var(--soft)}
.end p{margin:0}
.foot{border-top:1px solid var(--line);background:var(--wash);font-size:13px;line-height:1.8;color:var(--soft)}
.foot>div{padding-top:20px;padding-bottom:28px}.foot p{margin:0}
@media (max-width:560px){main{padding-top:26px}h1{font-size:28px;line-height:1.4}.deck{font-size:18px}.masthead a{font-size:22px}.masthead span{font-size:12px}.body blockquote p{font-size:19px}.quotation{padding-left:18px}
main>article figure:not(.quotation){margin-left:-16px;margin-right:-16px}figure:not(.quotation) figcaption{padding:0 16px}figure img,figure video{border-radius:0}}
@media print{.masthead,.foot,video{display:none}body{font-size:11pt}}
`
