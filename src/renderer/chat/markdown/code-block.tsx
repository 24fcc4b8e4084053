import { memo, useEffect, useState } from 'react'
import { inOrder } from '../../ui/in-order.ts'
import { CopyButton } from '../copy-button.tsx'
import type { HighlightedLine } from './highlight-message.ts'
import { highlight, highlightedAlready } from './highlighter.ts'

/** A block of code: plain at once, coloured when the worker has it and the fence is closed. */
export const CodeBlock = memo(function CodeBlock({
  code,
  language,
  closed,
}: {
  code: string
  language: string
  closed: boolean
}) {
  const lines = useHighlighted(code, language, closed)
  return (
    <figure className="group/code my-2.5 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex h-7 items-center justify-between pr-1 pl-3 text-micro text-ink-3">
        <span>{language || 'text'}</span>
        <CopyButton text={code} label="Copy code" />
      </figcaption>
      <pre className="max-h-[560px] overflow-auto px-3 pb-2.5 font-mono text-small leading-5 select-text">
        <code>{lines === null ? code : <Lines lines={lines} />}</code>
      </pre>
    </figure>
  )
})

/** Line by line, and within a line one element for each run of a colour. */
function Lines({ lines }: { lines: HighlightedLine[] }) {
  return inOrder(lines, (line, at) => (
    <>
      {at > 0 ? '\n' : null}
      {inOrder(line, ([text, className]) =>
        className === '' ? text : <span className={className}>{text}</span>,
      )}
    </>
  ))
}

function useHighlighted(code: string, language: string, closed: boolean): HighlightedLine[] | null {
  const [answer, setAnswer] = useState<{ code: string; lines: HighlightedLine[] | null } | null>(null)
  const already = closed ? highlightedAlready(code, language) : null
  const ask = already === undefined
  useEffect(() => {
    if (!ask) return
    let current = true
    void highlight(code, language).then((lines) => {
      if (current) setAnswer({ code, lines })
    })
    return () => {
      current = false
    }
  }, [ask, code, language])
  if (already !== undefined) return already
  return answer?.code === code ? answer.lines : null
}
