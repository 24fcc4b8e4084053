import { classNames } from '../ui/class-names.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'

/** A path in one line whose last part, which one looks for, is always there. */
export function FilePath({ path, struck = false }: { path: string; struck?: boolean }) {
  const slash = path.lastIndexOf('/') + 1
  return (
    <span title={path} className="flex min-w-0 flex-1">
      <span className="truncate text-ink-3">{revealHidden(path.slice(0, slash))}</span>
      <span className={classNames('max-w-full shrink-0 truncate', struck && 'line-through')}>
        {revealHidden(path.slice(slash))}
      </span>
    </span>
  )
}
