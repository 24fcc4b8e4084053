import { useEffect, useState } from 'react'
import { type Budget, budgetSchema } from '../../contract/budget.ts'
import { Input } from '../ui/field.tsx'
import { readLimit } from './limits.ts'

/** A limit to be typed: empty is none. It is kept when one leaves the field, or with Enter. */
export function LimitField({
  limit,
  label,
  value,
  id,
  onKeep,
}: {
  limit: keyof Budget
  label: string
  value: number | null
  id?: string
  onKeep: (value: number | null) => void
}) {
  const shown = value === null ? '' : value.toLocaleString('en', { maximumFractionDigits: 4 })
  const [text, setText] = useState(shown)
  const [wrong, setWrong] = useState(false)
  useEffect(() => {
    setText(shown)
    setWrong(false)
  }, [shown])
  const keep = () => {
    const typed = readLimit(text)
    const possible = typed !== undefined && budgetSchema.shape[limit].safeParse(typed).success
    setWrong(!possible)
    if (!possible) return
    if (typed === value) setText(shown)
    else onKeep(typed)
  }
  return (
    <Input
      id={id}
      aria-label={label}
      aria-invalid={wrong}
      title={wrong ? 'This limit takes a number, or nothing for no limit.' : undefined}
      inputMode="decimal"
      placeholder="no limit"
      className="tabular h-7 w-24 text-right"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault()
          keep()
        }
        if (event.key === 'Escape' && text !== shown) {
          event.stopPropagation()
          setText(shown)
          setWrong(false)
        }
      }}
    />
  )
}
