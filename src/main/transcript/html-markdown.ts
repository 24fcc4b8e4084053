import MarkdownIt from 'markdown-it'
import { escapeHtml, type Html, plainWords, trusted } from './html-template.ts'

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false })
// Words such as `deploy.sh` and `main.rs` are files here, not hosts: links need their scheme.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
// A link leads to the web or to a mailbox when a person follows it; anything else stays words.
markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:)[^\s]/i.test(url.trim())

/** Headings of messages stand below those of the page: the page's, the task's, who speaks. */
const headingsBelow = 3

const { rules } = markdown.renderer

/** A picture is never fetched: it becomes a link to where it is. */
rules.image = (tokens, at) => {
  const token = tokens[at]
  const source = String(token?.attrGet('src') ?? '')
  return `<a href="${escapeHtml(source)}"${linkManners}>${escapeHtml(`Image: ${token?.content || 'picture'}`)}</a>`
}
rules.fence = (tokens, at) => `<pre><code>${escapeHtml(tokens[at]?.content ?? '')}</code></pre>`
rules.code_block = rules.fence
for (const cell of ['th_open', 'td_open'] as const) {
  rules[cell] = (tokens, at) => {
    const align = /text-align:(left|center|right)/.exec(String(tokens[at]?.attrGet('style') ?? ''))?.[1]
    return `<${cell.slice(0, 2)}${align === undefined ? '' : ` class="${align}"`}>`
  }
}
for (const edge of ['heading_open', 'heading_close'] as const) {
  rules[edge] = (tokens, at) => {
    const level = Math.min(6, Number(tokens[at]?.tag.slice(1)) + headingsBelow)
    return `<${edge === 'heading_open' ? '' : '/'}h${level}>\n`
  }
}
const linkManners = ' rel="noopener noreferrer nofollow"'
rules.link_open = (tokens, at) =>
  `<a href="${escapeHtml(String(tokens[at]?.attrGet('href') ?? ''))}"${linkManners}>`

/** Markdown as markup: raw HTML in it is text, pictures are links, and links lead to the web or nowhere. */
export function markdownHtml(text: string): Html {
  return trusted(`<div class="words">${markdown.render(plainWords(text), {})}</div>`)
}
