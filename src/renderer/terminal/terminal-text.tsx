import { useLayoutEffect, useMemo, useRef } from 'react'
import { inOrder } from '../ui/in-order.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { readTerminal } from './read-terminal.ts'

/** Output of a command as a terminal shows it. With `follow` it stays at its end while one is there. */
export function TerminalText({
  output,
  label,
  follow = false,
}: {
  output: string
  label: string
  follow?: boolean
}) {
  const lines = useMemo(() => readTerminal(output), [output])
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the growth that scrolls
  useLayoutEffect(() => {
    if (follow && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines, follow])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a section would be a landmark
    <div
      ref={box}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
      tabIndex={0}
      aria-label={label}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 8
      }}
      className="relative max-h-80 overflow-auto bg-sunken px-3 py-2"
    >
      <pre className="font-mono text-small leading-[18px] break-all whitespace-pre-wrap select-text">
        {inOrder(lines, (spans, at) => (
          <>
            {at > 0 ? '\n' : null}
            {inOrder(spans, ({ text, className }) => {
              const shown = revealHidden(text)
              return className === '' ? shown : <span className={className}>{shown}</span>
            })}
          </>
        ))}
      </pre>
    </div>
  )
}
