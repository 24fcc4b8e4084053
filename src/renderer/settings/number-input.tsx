import { useEffect, useState } from 'react'
import { Input } from '../ui/field.tsx'

/** A whole number, kept when one leaves the field or presses Enter, and within its limits. */
export function NumberInput({
  id,
  value,
  least,
  most,
  onKeep,
}: {
  id: string
  value: number
  least: number
  most: number
  onKeep: (value: number) => void
}) {
  const [text, setText] = useState(`${value}`)
  useEffect(() => setText(`${value}`), [value])
  const keep = () => {
    const wanted = Number.parseInt(text, 10)
    if (Number.isNaN(wanted)) setText(`${value}`)
    else {
      const within = Math.min(most, Math.max(least, wanted))
      setText(`${within}`)
      if (within !== value) onKeep(within)
    }
  }
  return (
    <Input
      id={id}
      type="number"
      min={least}
      max={most}
      className="w-24 text-right"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
      }}
    />
  )
}
