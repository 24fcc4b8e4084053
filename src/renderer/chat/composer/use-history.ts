import { type KeyboardEvent, useRef } from 'react'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { useClient } from '../../state/hooks.ts'

/** Leads with Up and Down through what the person sent in the workspace, from an empty field. */
export function useHistory(
  workspaceId: WorkspaceId | null,
  text: string,
  setText: (text: string) => void,
): (event: KeyboardEvent<HTMLTextAreaElement>) => void {
  const client = useClient()
  const walk = useRef<{ texts: string[]; at: number } | null>(null)

  const show = (at: number) => {
    if (walk.current === null) return
    walk.current.at = at
    setText(walk.current.texts[at] ?? '')
  }

  return (event) => {
    const { key } = event
    if ((key !== 'ArrowUp' && key !== 'ArrowDown') || workspaceId === null) return
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return
    const { current } = walk
    // What was changed is a text of its own, in which the arrows lead through the lines.
    const walking = current !== null && text !== '' && current.texts[current.at] === text
    if (walking) {
      event.preventDefault()
      const to = current.at + (key === 'ArrowUp' ? 1 : -1)
      if (to < current.texts.length) show(to)
      return
    }
    if (text !== '' || key !== 'ArrowUp') return
    event.preventDefault()
    client.composer.history({ workspaceId }).then(
      (texts) => {
        walk.current = { texts, at: 0 }
        if (texts.length > 0) show(0)
      },
      () => {},
    )
  }
}
