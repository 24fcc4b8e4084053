import { createElement, type ReactNode } from 'react'
import { inOrder } from '../../ui/in-order.ts'
import { CodeBlock } from './code-block.tsx'
import { MarkdownLink } from './markdown-link.tsx'

const looks: Record<string, string> = {
  p: 'my-2',
  h1: 'mt-4 mb-2 text-title font-semibold',
  h2: 'mt-4 mb-2 text-title font-semibold',
  h3: 'mt-3 mb-1.5 font-semibold',
  h4: 'mt-3 mb-1.5 font-semibold',
  h5: 'mt-3 mb-1.5 font-semibold text-ink-2',
  h6: 'mt-3 mb-1.5 font-semibold text-ink-2',
  ul: 'my-2 list-disc pl-5 marker:text-ink-3',
  ol: 'my-2 list-decimal pl-5 marker:text-ink-3',
  li: 'my-0.5 pl-0.5 [&>p]:my-1',
  blockquote: 'my-2 border-l-2 border-line-strong pl-3 text-ink-2',
  hr: 'my-4 border-line',
  code: 'rounded-sm bg-sunken px-1 py-px font-mono text-small break-words',
  strong: 'font-semibold',
  table: 'border-collapse text-left',
  th: 'border-b border-line-strong px-2.5 py-1 font-semibold',
  td: 'border-b border-line px-2.5 py-1 align-top',
}

const aligns = { left: 'left', center: 'center', right: 'right' } as const

/** Sanitised nodes as elements of ours: code blocks, links and tables get what they need around them. */
export function nodesToReact(parent: Node): ReactNode {
  return inOrder(Array.from(parent.childNodes), nodeToReact)
}

function nodeToReact(node: Node): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element)) return null
  const tag = node.localName
  switch (tag) {
    case 'pre': {
      const language = node.firstElementChild?.getAttribute('lang') ?? ''
      return <CodeBlock code={(node.textContent ?? '').replace(/\n$/, '')} language={language} closed />
    }
    case 'a': {
      const href = node.getAttribute('href')
      if (href === null) return nodesToReact(node)
      return (
        <MarkdownLink href={href} words={node.textContent ?? ''}>
          {nodesToReact(node)}
        </MarkdownLink>
      )
    }
    case 'table':
      return (
        <div className="my-2 max-w-full overflow-x-auto">
          <table className={looks.table}>{nodesToReact(node)}</table>
        </div>
      )
    case 'li':
      return <ListItem node={node} />
    case 'br':
    case 'hr':
      return createElement(tag, { className: looks[tag] })
    case 'ol':
      return (
        <ol className={looks.ol} start={Number(node.getAttribute('start') ?? 1)}>
          {nodesToReact(node)}
        </ol>
      )
    default: {
      const align = aligns[(node.getAttribute('align') ?? '') as keyof typeof aligns]
      const style = align === undefined ? undefined : { textAlign: align }
      return createElement(tag, { className: looks[tag], style }, nodesToReact(node))
    }
  }
}

/** An entry of a list; one that begins with `[ ]` or `[x]` is ticked off or not. */
function ListItem({ node }: { node: Element }) {
  const tick = /^\[([ xX])\] /.exec(node.textContent ?? '')
  if (tick === null) return <li className={looks.li}>{nodesToReact(node)}</li>
  const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode()
  const rest = text?.textContent?.slice(tick[0].length) ?? ''
  const done = tick[1] !== ' '
  return (
    <li className="my-0.5 -ml-5 flex list-none gap-1.5">
      <span aria-hidden className="shrink-0 text-ink-3">
        {done ? '☑' : '☐'}
      </span>
      <span className="min-w-0">
        <span className="sr-only">{done ? 'done: ' : 'to do: '}</span>
        {rest}
        {inOrder(Array.from(node.childNodes).slice(1), nodeToReact)}
      </span>
    </li>
  )
}
