import { nodesToReact } from './nodes-to-react.tsx'
import { renderHtml } from './render-html.ts'
import { sanitize } from './sanitize.ts'
import { splitBlocks } from './split-blocks.ts'

const sample = `## A *heading*

Words with \`code\`, **weight** and a [link](https://example.org).

- one
- two

| a | b |
|---|---|
| 1 | 2 |
`

/**
 * Draws a text for nobody once the page has nothing else to do. An engine compiles code when it first runs, and else
 * the first transcript that somebody opens would wait for that. Nothing where a browser does not tell when it is idle
 * (Safari). Returns what calls it off.
 */
export function warmUpMarkdown(
  page: Partial<Pick<Window, 'requestIdleCallback' | 'cancelIdleCallback'>>,
): () => void {
  const waiting = page.requestIdleCallback?.(() => {
    for (const { text } of splitBlocks(sample).blocks) nodesToReact(sanitize(renderHtml(text, {}, false)))
  })
  return () => {
    if (waiting !== undefined) page.cancelIdleCallback?.(waiting)
  }
}
