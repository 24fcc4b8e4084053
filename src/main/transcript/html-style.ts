/** How an exported page looks: by itself light or dark, and on paper with everything unfolded. Colours as in the app. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --canvas: #f4f4f0; --surface: #fdfdfb; --sunken: #f0f0eb; --line: #e4e4dd; --line-strong: #cfcfc6;
  --ink: #1a1f1d; --ink-2: #505854; --accent: #14655a; --focus: #1f8576;
  --ok: #206b36; --ok-soft: #e0f1e4; --bad: #b02a23; --bad-soft: #fbe6e3; --idle: #545c58; --idle-soft: #e9e9e4;
  --added: #e2f3e5; --removed: #fce8e5;
  --c0: #505854; --c1: #b02a23; --c2: #206b36; --c3: #7a4700; --c4: #1a5fae; --c5: #7a3abb; --c6: #14655a; --c7: #505854;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #121514; --surface: #171a19; --sunken: #101312; --line: #262b29; --line-strong: #3a413e;
    --ink: #e5e9e6; --ink-2: #a9b1ac; --accent: #63c4b1; --focus: #4fb5a2;
    --ok: #74c98b; --ok-soft: #17301f; --bad: #f48d85; --bad-soft: #3d1d1b; --idle: #a9b1ac; --idle-soft: #272c2a;
    --added: #15301e; --removed: #3a1e1c;
    --c0: #a9b1ac; --c1: #f48d85; --c2: #74c98b; --c3: #efb45c; --c4: #7bb5f3; --c5: #c59bf2; --c6: #63c4b1; --c7: #e5e9e6;
  }
}
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body {
  margin: 0; background: var(--canvas); color: var(--ink); overflow-wrap: anywhere;
  font: 15px/1.55 system-ui, sans-serif;
  display: grid; grid-template-columns: minmax(14rem, 20rem) minmax(0, 1fr); grid-template-rows: auto 1fr;
}
header { grid-column: 1 / -1; padding: 1.25rem 1.5rem .75rem; border-bottom: 1px solid var(--line) }
header p { margin: 0 }
h1 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .25rem }
h2 { font-size: 1.15rem; line-height: 1.35; margin: 0 0 .25rem }
h3 { font-size: .875rem; margin: 0 0 .35rem; color: var(--ink-2) }
h4, h5, h6 { font-size: .875rem; margin: 1rem 0 .25rem }
time, .small { font-size: .75rem; font-weight: 400; color: var(--ink-2) }
a { color: var(--accent) }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; border-radius: 3px }
nav { position: sticky; top: 0; max-height: 100vh; overflow: auto; padding: .75rem .5rem 2rem 1rem; align-self: start }
nav ul { list-style: none; margin: 0; padding: 0 }
nav ul ul { padding-left: .8rem; border-left: 1px solid var(--line-strong); margin-left: .45rem }
nav a { display: block; padding: .2rem .4rem; border-radius: 5px; color: var(--ink); text-decoration: none; font-size: .8125rem; line-height: 1.4 }
nav a:hover { background: var(--idle-soft) }
.mark { display: inline-block; width: .5rem; height: .5rem; border-radius: 50%; margin-right: .4rem; background: var(--idle) }
.mark.ok { background: var(--ok) } .mark.bad { background: var(--bad) }
main { padding: 1rem 1.5rem 4rem; max-width: 62rem }
article {
  background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 1.25rem 1.5rem; margin: 0 0 1.5rem;
  content-visibility: auto; contain-intrinsic-size: auto 60rem;
}
article:target { border-color: var(--accent) }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .5rem 0 1rem; font-size: .8125rem }
dt { color: var(--ink-2); font-size: .75rem } dd { margin: 0 }
section { margin: 1rem 0; padding-top: .9rem; border-top: 1px solid var(--line) }
.message.from-person, .message.from-parent { background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem }
.ending { border: 1px solid var(--line-strong); border-left: 3px solid var(--idle); border-radius: 6px; padding: .75rem 1rem }
.ending.ok { border-left-color: var(--ok) } .ending.bad { border-left-color: var(--bad) }
.notice { margin: .75rem 0; padding-left: .75rem; border-left: 3px solid var(--line-strong); color: var(--ink-2); font-size: .8125rem }
.doubt { color: var(--bad) }
.tag { display: inline-block; padding: 0 .4rem; border-radius: 4px; font-size: .75rem; background: var(--idle-soft); color: var(--idle) }
.tag.ok { background: var(--ok-soft); color: var(--ok) } .tag.bad { background: var(--bad-soft); color: var(--bad) }
.words > :first-child { margin-top: 0 } .words > :last-child { margin-bottom: 0 }
code, pre { font: .8125rem/1.5 ui-monospace, monospace }
pre { white-space: pre-wrap; margin: .4rem 0; padding: .6rem .75rem; background: var(--sunken); border: 1px solid var(--line); border-radius: 6px; tab-size: 4 }
p code, li code, td code { background: var(--sunken); padding: 0 .2rem; border-radius: 3px }
.command::before { content: "$ "; color: var(--ink-2) }
.diff { padding-inline: 0 } .diff span { display: block; padding: 0 .75rem }
.diff .added { background: var(--added) } .diff .removed { background: var(--removed) } .diff .hunk { color: var(--ink-2) }
details { margin: .4rem 0 } summary { cursor: pointer; padding: .15rem 0; font-size: .8125rem }
.call { border: 1px solid var(--line); border-radius: 6px; padding: .2rem .75rem } .inside { padding: .25rem 0 .5rem }
.target { color: var(--ink-2) }
blockquote { margin: .5rem 0; padding-left: .9rem; border-left: 3px solid var(--line-strong) }
table { border-collapse: collapse } th, td { border: 1px solid var(--line-strong); padding: .2rem .5rem; text-align: left; vertical-align: top }
.center { text-align: center } .right { text-align: right }
.c0 { color: var(--c0) } .c1 { color: var(--c1) } .c2 { color: var(--c2) } .c3 { color: var(--c3) }
.c4 { color: var(--c4) } .c5 { color: var(--c5) } .c6 { color: var(--c6) } .c7 { color: var(--c7) } .bold { font-weight: 700 }
@media (max-width: 55rem) {
  body { display: block }
  nav { position: static; max-height: 40vh; border-bottom: 1px solid var(--line) }
  main { padding-inline: .75rem } article { padding: 1rem }
}
@media print {
  :root { color-scheme: light }
  body { display: block; background: none; font-size: 10pt }
  nav { position: static; max-height: none }
  main { max-width: none; padding: 0 }
  article { content-visibility: visible; border: 0; padding: 0; break-before: page }
  details::details-content { content-visibility: visible; display: block; height: auto }
  .words a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .8em }
  h2, h3, summary { break-after: avoid }
}
`
