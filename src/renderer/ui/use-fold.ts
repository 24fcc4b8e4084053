import { useId, useState } from 'react'

/** What is shown on demand: whether it is open, the id its body must have, and props for the button. */
export function useFold(openAtFirst = false) {
  const [open, setOpen] = useState(openAtFirst)
  const bodyId = useId()
  const button = {
    type: 'button',
    'aria-expanded': open,
    'aria-controls': open ? bodyId : undefined,
    onClick: () => setOpen(!open),
  } as const
  return { open, bodyId, button }
}
