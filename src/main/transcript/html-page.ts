import type { TaskView } from '../../contract/task-view.ts'
import type { Anchors } from './html-call.ts'
import { itemHtml, timeHtml, usageWords } from './html-item.ts'
import { pageStyle } from './html-style.ts'
import { type Html, html, trusted } from './html-template.ts'
import type { ImageSource } from './image-source.ts'

/** Nothing runs and nothing is fetched, whatever the page says: its own style and pictures inside of it are all. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** A task with its view, and the damage that its log ends at, in words, or null. */
export type PageTask = { view: TaskView; damage: string | null }

/**
 * Transcripts as one page that needs nothing else: no scripts, no files, no network. The tasks stand in a tree at
 * the side and one after the other, parents first. Throws for an empty list, which is no transcript.
 */
export function transcriptPage(tasks: readonly PageTask[], images?: ImageSource): string {
  const [top] = tasks
  if (top === undefined) throw new Error('There is no task to make a page of.')
  const anchors: Anchors = new Map(tasks.map(({ view }, index) => [view.id, `task-${index + 1}`]))
  const title = `${top.view.displayId} ${top.view.title}`
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
<header><h1>${title}</h1><p class="small">${tasks.length === 1 ? 'One task' : `${tasks.length} tasks`}, exported from Treeline</p></header>
<nav aria-label="Tasks">${treeHtml(tasks, anchors)}</nav>
<main>
${tasks.map((task) => taskHtml(task, anchors, images))}</main>
</body>
</html>
`
  return page.markup
}

/** The tree as nested lists. A task whose parent is not here stands at the top. */
function treeHtml(tasks: readonly PageTask[], anchors: Anchors): Html {
  const below = Map.groupBy(tasks, ({ view }) => (anchors.has(view.parentId ?? '') ? view.parentId : null))
  // Each task is drawn once, whatever parents a damaged log names.
  const drawn = new Set<string>()
  const list = (some: readonly PageTask[]): Html | null => {
    const rows = some.flatMap(({ view }) => {
      if (drawn.has(view.id)) return []
      drawn.add(view.id)
      return [
        html`<li><a href="#${anchors.get(view.id)}"><span class="mark ${toneOf(view)}" aria-hidden="true"></span><b>${view.displayId}</b> ${view.title}<span class="small"> ${statusWords(view)}</span></a>${list(below.get(view.id) ?? [])}</li>
`,
      ]
    })
    return rows.length === 0 ? null : html`<ul>${rows}</ul>`
  }
  return html`${list([...(below.get(null) ?? []), ...tasks])}`
}

function taskHtml({ view, damage }: PageTask, anchors: Anchors, images?: ImageSource): Html {
  const anchor = anchors.get(view.id)
  const parent = anchors.get(view.parentId ?? '')
  const turn = view.items.findLast((item) => item.type === 'turn')
  const facts: [string, Html][] = [
    ['Mode', html`${view.modeName} (${view.mode})`],
    ['Status', html`<span class="tag ${toneOf(view)}">${statusWords(view)}</span> ${view.statusReason}`],
    ['Begun', timeHtml(view.createdAt)],
    ['Model', html`${view.model ?? (turn?.type === 'turn' ? turn.model : null) ?? 'none yet'}`],
    ['Used', html`${usageWords(view.usage)}`],
    ['Folder', html`<code>${view.folder}</code>`],
  ]
  const todos = view.todos.map(
    ({ text, status }) => html`<li>${text} <span class="small">${status.replace('_', ' ')}</span></li>`,
  )
  return html`<article id="${anchor}" aria-labelledby="${anchor}-title">
<h2 id="${anchor}-title">${view.displayId} ${view.title}</h2>
${parent === undefined ? null : html`<p class="small"><a href="#${parent}">Up to its parent</a></p>`}
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${todos.length === 0 ? null : html`<details class="todos"><summary>Todo list</summary><ul>${todos}</ul></details>`}
${view.items.map((item) => itemHtml(item, view, anchors, images))}
${damage === null ? null : html`<p class="doubt"><b>The transcript of ${view.displayId} ends too soon.</b> ${damage}</p>`}
</article>
`
}

const statusWords = ({ status }: TaskView): string => status.replaceAll('_', ' ')

function toneOf({ status }: TaskView): string {
  if (status === 'completed') return 'ok'
  return status === 'failed' || status === 'cancelled' ? 'bad' : 'idle'
}
