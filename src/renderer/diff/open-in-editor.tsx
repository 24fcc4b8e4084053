import { SquareArrowOutUpRight } from 'lucide-react'
import type { TaskId } from '../../contract/ids.ts'
import { firstChangedLine, patchHunks } from '../../contract/patch-hunks.ts'
import { useClient, useOnline, useToasts } from '../state/hooks.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { revealHidden } from '../ui/reveal-hidden.ts'

/** Opens a file of a task's folder in the person's editor, on the machine that the engine runs on. */
export function OpenInEditor({ taskId, path, line = 1 }: { taskId: TaskId; path: string; line?: number }) {
  const client = useClient()
  const toasts = useToasts()
  const online = useOnline()
  const open = async () => {
    try {
      const { editor } = await client.changes.openInEditor({ taskId, path, line: Math.max(1, line) })
      toasts.show({ tone: 'done', title: `Opened in ${editor}` })
    } catch (error) {
      toasts.failed('Could not open the file', error)
    }
  }
  return (
    <IconButton
      label={`Open ${revealHidden(path)} in editor`}
      size="small"
      disabled={!online}
      icon={<SquareArrowOutUpRight className="size-3.5" />}
      onClick={() => void open()}
    />
  )
}

/** The first line that a patch changes, from 1. */
export function lineOf(patch: string): number {
  const [first] = patchHunks(patch)
  return first === undefined ? 1 : firstChangedLine(first)
}
