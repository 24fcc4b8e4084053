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
 * What a key press on a card itself, not on a button or field in it, means. A key that is held down, composes a word or
 * was dealt with already means nothing. `calls` tells which command the press stands for, as keys are now.
 */
export function approvalKey(
  press: Press,
  shownForMs: number,
  calls: (id: 'approval.approve' | 'approval.reject') => boolean = (id) => callsAtFirst(press, id),
): 'approve' | 'reject' | null {
  const { repeat, isComposing, defaultPrevented } = press
  if (defaultPrevented || isComposing || repeat) return null
  if (calls('approval.approve')) return mayApprove(shownForMs) ? 'approve' : null
  return calls('approval.reject') ? 'reject' : null
}

/** Before anybody rebinds them: Enter approves, Shift and Backspace reject. */
function callsAtFirst({ key, shiftKey, ctrlKey, metaKey, altKey }: Press, id: string): boolean {
  if (ctrlKey || metaKey || altKey) return false
  return id === 'approval.approve' ? key === 'Enter' && !shiftKey : key === 'Backspace' && shiftKey
}
