import type { TaskId } from '../../../contract/ids.ts'
import { useLiveText } from '../../state/hooks.ts'
import { Markdown } from '../markdown/markdown.tsx'
import type { Turn } from './turn.ts'

/** What the model says in a turn. One component while it comes in and after, so that it is not drawn anew at the end. */
export function TurnWords({ taskId, turn }: { taskId: TaskId; turn: Turn }) {
  const live = useLiveText(taskId, turn.id, 'text')
  const text = turn.state === 'streaming' ? live : turn.text
  return text === '' ? null : <Markdown text={text} />
}
