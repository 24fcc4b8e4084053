import type { ContextKind, MessageContext } from '../../contract/message-extras.ts'

/** The beginning of a text that is longer than `room`, in UTF-16 units, to the end of a line if there is one near. */
export function cutText(text: string, room: number): { text: string; cut: boolean } {
  if (text.length <= room) return { text, cut: false }
  const head = text.slice(0, Math.max(0, room)).toWellFormed()
  const line = head.lastIndexOf('\n')
  return { text: line > head.length * 0.8 ? head.slice(0, line) : head, cut: true }
}

/** A mention that stands for nothing, and why, in words. */
export function missing(kind: ContextKind, mention: string, why: string): MessageContext {
  return { kind, mention, what: 'not added', text: why, state: 'missing' }
}
