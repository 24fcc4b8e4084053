import { memo, useMemo, useRef } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { CodeBlock } from './code-block.tsx'
import { LongText } from './long-text.tsx'
import { nodesToReact } from './nodes-to-react.tsx'
import { renderHtml } from './render-html.ts'
import { sanitize } from './sanitize.ts'
import { type Block, type References, type SplitText, splitBlocks } from './split-blocks.ts'

/** Characters beyond which a text, or one block of it, is shown as it is, without its formatting. */
const longestText = 250_000
const longestBlock = 30_000

const noReferences: References = {}

/**
 * A model's or a person's Markdown. Each block is drawn once and again only when it changed, so that a
 * message that streams in costs its last block.
 */
export function Markdown({
  text,
  breaks = false,
  className,
}: {
  text: string
  /** Whether every line end shows. */
  breaks?: boolean
  className?: string
}) {
  const before = useRef<SplitText>(undefined)
  const split = useMemo(() => {
    if (text.length > longestText) return null
    before.current = splitBlocks(revealHidden(text), before.current)
    return before.current
  }, [text])
  return (
    <div
      className={classNames(
        // Each block is painted for itself, so that one that grows does not have all before it painted again.
        'min-w-0 break-words select-text [&>*]:isolate [&>*:first-child]:mt-0 [&>*:last-child]:mb-0',
        className,
      )}
    >
      {split === null ? (
        <LongText text={text} />
      ) : (
        split.blocks.map((block) => (
          <MarkdownBlock
            key={block.start}
            block={block}
            references={block.text.includes('[') ? split.references : noReferences}
            breaks={breaks}
          />
        ))
      )}
    </div>
  )
}

const MarkdownBlock = memo(function MarkdownBlock({
  block,
  references,
  breaks,
}: {
  block: Block
  references: References
  breaks: boolean
}) {
  const { text, code } = block
  if (code !== null) return <CodeBlock code={code.text} language={code.language} closed={code.closed} />
  if (text.length > longestBlock) return <LongText text={text} />
  return <HtmlBlock text={text} references={references} breaks={breaks} />
})

function HtmlBlock({ text, references, breaks }: { text: string; references: References; breaks: boolean }) {
  return useMemo(
    () => nodesToReact(sanitize(renderHtml(text, references, breaks))),
    [text, references, breaks],
  )
}
