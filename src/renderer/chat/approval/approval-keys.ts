/** A card that just appeared takes no yes: somebody may have been typing, or aiming at what stood there. */
export const graceMs = 500

type Press = {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  repeat: boolean
  isComposing: boolean
  defaultPrevented: boolean
}

/** Whether a card that was shown `shownForMs` ago may be approved. */
export function mayApprove(shownForMs: number): boolean {
  return shownForMs >= graceMs
}

/**
 * What a key press on a card itself, not on a button or field in it, means: Enter approves, Shift and
 * Backspace reject. A key that is held down, composes a word or was dealt with already means nothing.
 */
export function approvalKey(press: Press, shownForMs: number): 'approve' | 'reject' | null {
  const { key, shiftKey, ctrlKey, metaKey, altKey, repeat, isComposing, defaultPrevented } = press
  if (defaultPrevented || isComposing || repeat || ctrlKey || metaKey || altKey) return null
  if (key === 'Enter' && !shiftKey) return mayApprove(shownForMs) ? 'approve' : null
  return key === 'Backspace' && shiftKey ? 'reject' : null
}
