import MarkdownIt from 'markdown-it'
import type { References } from './split-blocks.ts'

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false })
// Words such as `deploy.sh` and `main.rs` are files here, not hosts: links need their scheme.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })

const { rules } = markdown.renderer
const escaped = (value: unknown): string => markdown.utils.escapeHtml(String(value ?? ''))

/** A picture is never fetched: it becomes a link to where it is. */
rules.image = (tokens, at) => {
  const token = tokens[at]
  const source = token?.attrGet('src') ?? ''
  const words = token?.content || 'picture'
  return `<a href="${escaped(source)}">${escaped(`Image: ${words}`)}</a>`
}
rules.fence = (tokens, at) => {
  const token = tokens[at]
  const language = token?.info.trim().split(/\s/)[0] ?? ''
  return `<pre><code lang="${escaped(language)}">${escaped(token?.content)}</code></pre>`
}
rules.code_block = (tokens, at) => `<pre><code>${escaped(tokens[at]?.content)}</code></pre>`
// markdown-it aligns cells with a style attribute, which the list of attributes does not let through.
for (const cell of ['th_open', 'td_open'] as const) {
  rules[cell] = (tokens, at) => {
    const align = /text-align:(left|center|right)/.exec(String(tokens[at]?.attrGet('style') ?? ''))?.[1]
    return `<${cell.slice(0, 2)}${align ? ` align="${align}"` : ''}>`
  }
}

rules.softbreak = (_tokens, _at, _options, env) => (env?.breaks === true ? '<br>' : '\n')

/**
 * One block of Markdown as HTML, to be sanitised before it is shown. Raw HTML in it is text. With `breaks`
 * lines end where they were ended, as people mean it who type into a field.
 */
export function renderHtml(text: string, references: References, breaks = false): string {
  return markdown.render(text, { references, breaks })
}
