import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { useGrace } from './use-grace.ts'

/** The second step of what cannot be had back by a click: what it means, and whether it is meant. Esc goes back. */
export function ConfirmStep({
  action,
  busy,
  onConfirm,
  onBack,
  children,
}: {
  /** What it does, for the button. */
  action: string
  busy: boolean
  onConfirm: () => void
  onBack: () => void
  children: ReactNode
}) {
  // The second click of a double click is not meant for it.
  const ready = useGrace()
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onBack()
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-approval-ink">{children}</p>
      <div className="flex gap-2">
        <Button look="danger" busy={busy} disabled={!ready} onClick={onConfirm} onKeyDown={onKeyDown}>
          {action}
        </Button>
        <Button ref={back} look="quiet" onClick={onBack} onKeyDown={onKeyDown}>
          Back
        </Button>
      </div>
    </div>
  )
}
