import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostileTexts } from '../../../e2e/support/hostile-texts.ts'
import { calling, completing } from '../testing/conversation.ts'
import { historyArbitrary, writeHistory } from '../testing/random-history.ts'
import { created, prepareGround, taskId } from '../testing/sample-events.ts'
import { temporaryStore } from '../testing/sample-store.ts'
import { startTestApp } from '../testing/test-app.ts'
import { exportTranscript } from './export-transcript.ts'
import { markdownHtml } from './html-markdown.ts'
import { terminalHtml } from './html-terminal.ts'

const elements = new Set(
  `html head meta title style body header nav main article section div p span h1 h2 h3 h4 h5 h6 ul ol li a b em strong s
  code pre blockquote table thead tbody tr th td hr br dl dt dd details summary time`.split(/\s+/),
)
const attributes = new Set(
  `lang charset http-equiv content name id class href rel open datetime start aria-label aria-labelledby aria-hidden`.split(
    /\s+/,
  ),
)

/** What in a page is none of the elements and attributes it is made of. Text is escaped, so every `<` begins one. */
function strangers(page: string): string[] {
  const found: string[] = []
  const body = page.replace(/<style>[^<]*<\/style>/, '').replace('<!doctype html>', '')
  for (const [whole, name = '', rest = ''] of body.matchAll(/<\/?([^\s>]*)([^>]*)>?/g)) {
    const left = rest.replace(/\s+([a-z-]+)(?:="([^"<>]*)")?/g, (all, attribute, value = '') => {
      if (attribute === 'href' && !/^(?:#task-\d+$|https?:\/\/|mailto:)/i.test(value)) return all
      return attributes.has(attribute) ? '' : all
    })
    if (!elements.has(name) || left !== '') found.push(whole)
  }
  return found
}

describe('a page of transcripts', () => {
  it('shows what happened, with every task in its tree', async () => {
    const test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'Add notes.') {
          return turn === 0
            ? calling('new_task', {
                mode: 'code',
                message: 'Write notes.md.',
                checks: { exists: 'notes.md' },
              })
            : completing('Notes are **there**.')
        }
        if (turn === 0)
          return calling('write_to_file', { path: 'notes.md', content: 'a < b\n' }, 'Now I write.')
        if (turn === 1)
          return calling('execute_command', { command: 'printf "\u001b[31mred\u001b[0m & <b>"' })
        return completing('Wrote notes.md.')
      },
    })
    try {
      const { displayId } = test.create('Add notes.', { approve: 'all' })
      await test.until(displayId, 'completed', 'failed')
      const order = { format: 'html', subtree: true } as const
      const { content, fileName, mediaType } = await exportTranscript(test.app.store, test.id('SA-1'), order)
      expect([fileName, mediaType]).toEqual(['SA-1-subtree.html', 'text/html'])
      expect(content).toContain(`content="default-src &#39;none&#39;; style-src`)
      expect(content).toMatch(/<nav[\s\S]*href="#task-1"[\s\S]*<ul><li><a href="#task-2"[\s\S]*<\/nav>/)
      expect(content).toContain('Subtask <a href="#task-2">SA-2</a> in code mode')
      expect(content).toContain('<strong>there</strong>')
      expect(content).toContain('<span class="added">+a &lt; b\n</span>')
      expect(content).toContain('<span class="c1">red</span> &amp; &lt;b&gt;')
      expect(content).toContain('<code>notes.md</code> exists: <span class="tag ok">passed</span>')
      expect(content).toMatch(/Allowed by a rule: [^<]+/)
      expect(content).toMatch(/[\d,]+ tokens in[^<]* out/)
      expect(strangers(content)).toEqual([])
      expect((await exportTranscript(test.app.store, test.id('SA-1'), order)).content).toBe(content)
    } finally {
      await test.dispose()
    }
  })

  it('holds no element and no attribute but its own, whatever texts it is made of', async () => {
    await fc.assert(
      fc.asyncProperty(historyArbitrary, fc.nat(), async (choices, at) => {
        const { store } = temporaryStore()
        const texts = hostileTexts()
        const hostile = choices.map((choice, index) => ({
          ...choice,
          text: index % 3 === 0 ? choice.text : (texts[(at + index) % texts.length] ?? ''),
        }))
        writeHistory(store, hostile)
        for (const { id } of store.tasks.list()) {
          const { content } = await exportTranscript(store, id, { format: 'html', subtree: true })
          expect(strangers(content)).toEqual([])
        }
      }),
      { numRuns: 20, endOnFailure: true },
    )
  })

  it('lists a wide and deep tree of 200 tasks once each', async () => {
    const { store } = temporaryStore()
    const ground = prepareGround(store)
    for (let index = 0; index < 200; index++) {
      const parent = index === 0 ? null : taskId(Math.floor((index - 1) / 4))
      const depth = index === 0 ? 0 : (store.tasks.get(parent as never)?.depth ?? 0) + 1
      const place = { parentId: parent, rootId: taskId(0), depth }
      store.events.append(
        [{ taskId: taskId(index), body: created(store, ground, taskId(index), place) }],
        index,
      )
    }
    const { content } = await exportTranscript(store, taskId(0), { format: 'html', subtree: true })
    expect(content.match(/<article /g)).toHaveLength(200)
    expect(new Set(content.match(/<li><a href="#task-\d+"/g)).size).toBe(200)
  })
})

describe('Markdown in a page', () => {
  it('runs, loads and leads nowhere it should not', () => {
    const page = markdownHtml(hostileTexts().join('\n\n')).markup
    expect(strangers(page)).toEqual([])
    expect(page).not.toMatch(/<(?:img|script|style|iframe|svg)/)
    expect(markdownHtml('[a](javascript:x) [b](https://b.example)').markup).toBe(
      '<div class="words"><p>[a](javascript:x) <a href="https://b.example" rel="noopener noreferrer nofollow">b</a></p>\n</div>',
    )
  })

  it('puts its headings below those of the page', () => {
    expect(markdownHtml('# One\n\n##### Five').markup).toContain('<h4>\nOne</h4>\n<h6>\nFive</h6>')
  })
})

describe('output of a terminal', () => {
  it('keeps its colours, the end of a line that was written over, and no other sequence', () => {
    const shown = terminalHtml(
      '10%\r100%\r\n\u001b[1;32mok\u001b[0m \u001b]0;title\u0007\u001b[38;5;9mx\u001b[2K',
    ).markup
    expect(shown).toBe('<pre class="output">100%\n<span class="c2 bold">ok</span> x</pre>')
  })
})
