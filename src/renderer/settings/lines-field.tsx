import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { classNames } from '../ui/class-names.ts'
import { TextArea } from '../ui/field.tsx'

const leastRows = 2
const mostRows = 8

/** A setting that is a list, one entry a line. It is kept as soon as one leaves the field, unless a line has a fault. */
export function LinesField({
  title,
  hint,
  value,
  placeholder,
  faultOf = () => null,
  onKeep,
}: {
  title: string
  hint: ReactNode
  value: readonly string[]
  placeholder: string
  /** What is wrong with a line, in words. */
  faultOf?: (line: string) => string | null
  onKeep: (lines: string[]) => void
}) {
  const id = useId()
  const kept = value.join('\n')
  const [text, setText] = useState(kept)
  useEffect(() => setText(kept), [kept])
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const fault = lines.map(faultOf).find((found) => found !== null) ?? null
  const keep = () => {
    if (fault !== null) return
    setText(lines.join('\n'))
    if (lines.join('\n') !== kept) onKeep(lines)
  }
  // It only grows: leaving it must move nothing from under the pointer that is about to click elsewhere.
  const rows = useRef(leastRows)
  rows.current = Math.min(mostRows, Math.max(rows.current, text.split('\n').length))
  return (
    <div className="flex flex-col border-b border-line py-2">
      <label htmlFor={id} className="font-medium">
        {title}
      </label>
      <div id={`${id}-help`} className="text-small text-ink-2">
        {hint}
      </div>
      <TextArea
        id={id}
        rows={rows.current}
        wrap="off"
        spellCheck={false}
        className="mt-1.5 mb-0.5 font-mono text-small"
        placeholder={placeholder}
        value={text}
        aria-invalid={fault !== null}
        aria-describedby={classNames(`${id}-help`, fault !== null && `${id}-fault`)}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
      />
      {fault === null ? null : (
        <p id={`${id}-fault`} role="status" className="text-small text-failed-ink">
          {fault}
        </p>
      )}
    </div>
  )
}
