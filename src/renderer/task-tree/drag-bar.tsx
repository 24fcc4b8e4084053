import { Ban, IndentDecrease, IndentIncrease } from 'lucide-react'
import { useCallback } from 'react'
import { classNames } from '../ui/class-names.ts'
import type { TreeDrop } from './describe-drop.ts'
import { takeTasks } from './row-drag.ts'

/** Says at the tree's foot what a drop would do, and is itself where tasks are dropped to make them roots. */
export function DragBar({ drag }: { drag: TreeDrop }) {
  const place = useCallback((element: HTMLElement | null) => {
    return element === null ? undefined : takeTasks(element, null)
  }, [])
  const Icon = drag.why !== null ? Ban : drag.place === null ? IndentDecrease : IndentIncrease
  return (
    <div
      ref={place}
      role="status"
      className={classNames(
        'absolute inset-x-1.5 bottom-1.5 flex min-h-9 items-center gap-2 rounded-md border border-dashed bg-raised px-2.5 py-1.5 text-small shadow-low',
        drag.why !== null
          ? 'border-failed text-failed-ink'
          : drag.place === undefined
            ? 'border-line-strong text-ink-2'
            : 'border-accent text-accent',
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 flex-1">{drag.words}</span>
    </div>
  )
}
