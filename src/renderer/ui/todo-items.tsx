import { Circle, CircleCheck, CircleDot } from 'lucide-react'
import type { TodoItem } from '../../contract/tool-display.ts'
import { classNames } from './class-names.ts'
import { withKeys } from './with-keys.ts'

const signs = {
  pending: <Circle className="text-ink-3" />,
  in_progress: <CircleDot className="text-working" />,
  completed: <CircleCheck className="text-done" />,
} as const
const words = { pending: 'to do', in_progress: 'at work', completed: 'done' } as const

/** A todo list, each entry with its state as a sign and, for assistive technology, as a word. */
export function TodoItems({ items }: { items: readonly TodoItem[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {withKeys(items, ({ text }) => text).map(({ key, item: { text, status } }) => (
        <li key={key} className="flex gap-2">
          <span aria-hidden className="mt-[3px] [&>svg]:size-3.5">
            {signs[status]}
          </span>
          <span
            className={classNames(
              'min-w-0 break-words select-text',
              status === 'completed' && 'text-ink-3',
              status === 'in_progress' && 'font-medium',
            )}
          >
            {text}
            <span className="sr-only"> ({words[status]})</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
