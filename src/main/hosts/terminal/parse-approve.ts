import { type ActionType, actionTypes } from '../../../contract/action-type.ts'
import { UsageError } from './exit-code.ts'

/**
 * The toggles that `--approve` sets on the task and everything below it: `all`, `none`, or a list of
 * action types, which are approved while the others ask. A list that does not name `todo`, `retry` and
 * `task_message` leaves them to the stored settings: they touch nothing but tasks. Undefined when the option was not
 * given. Throws UsageError naming the types there are.
 */
export function parseApprove(text: string | undefined): Partial<Record<ActionType, boolean>> | undefined {
  if (text === undefined) return undefined
  const names = text
    .split(',')
    .map((name) => name.trim().replaceAll('-', '_'))
    .filter((name) => name !== '')
  const unknown = names.filter((name) => name !== 'all' && name !== 'none' && !isActionType(name))
  if (unknown.length > 0 || names.length === 0) {
    const what = names.length === 0 ? 'nothing' : unknown.join(', ')
    throw new UsageError(
      `--approve does not know ${what}. Give all, none, or some of: ${actionTypes.join(',')}.`,
    )
  }
  if (names.length > 1 && (names.includes('all') || names.includes('none'))) {
    throw new UsageError('--approve takes all or none alone, or a list of action types.')
  }
  if (names.includes('all')) return togglesFor(() => true)
  if (names.includes('none')) return togglesFor(() => false)
  const { todo, retry, task_message, ...others } = togglesFor((action) => names.includes(action))
  const named = Object.entries({ todo, retry, task_message }).filter(([, on]) => on)
  return { ...others, ...Object.fromEntries(named) }
}

function togglesFor(on: (action: ActionType) => boolean): Record<ActionType, boolean> {
  return Object.fromEntries(actionTypes.map((action) => [action, on(action)])) as Record<ActionType, boolean>
}

function isActionType(name: string): name is ActionType {
  return (actionTypes as readonly string[]).includes(name)
}
