/**
 * What a command may need before it can do something, each with how it is said to a person: “Needs …”. The page
 * works out which hold; bindings, palette and menus ask `unmet`.
 */
export const commandConditions = {
  workspace: 'an open folder',
  task: 'a task in front',
  taskWorking: 'a task at work',
  taskStopped: 'a task that is paused or interrupted',
  taskOpen: 'a task that has not ended',
  taskEnded: 'a task that has ended',
  taskCompleted: 'a completed task',
  taskRoot: 'a task that lies under no other',
  taskChild: 'a subtask',
  taskPinned: 'a pinned task',
  taskNotPinned: 'a task that is not pinned',
  taskArchived: 'an archived task',
  taskNotArchived: 'a task that is not archived',
  treePart: 'a task list that shows one subtree only',
  taskHasChildren: 'a task with subtasks',
  taskHasPlan: 'a task with a plan of subtasks',
  pane: 'an open tab',
  cameFrom: 'a place you came from',
  wentBack: 'a place you went back from',
  card: 'the focus on a card that asks for approval',
  windows: 'an app with windows of its own',
} as const
export type CommandCondition = keyof typeof commandConditions

/** Of each group at most one holds at a time. */
const exclusive: readonly (readonly CommandCondition[])[] = [
  ['taskWorking', 'taskStopped', 'taskEnded'],
  ['taskWorking', 'taskStopped', 'taskCompleted'],
  ['taskOpen', 'taskEnded'],
  ['taskOpen', 'taskCompleted'],
  ['taskRoot', 'taskChild'],
  ['taskPinned', 'taskNotPinned'],
  ['taskArchived', 'taskNotArchived'],
]

type Conditional = { when?: readonly CommandCondition[] }

/** The conditions of a command that do not hold now, in its order; [] when it can do something. */
export function unmet({ when = [] }: Conditional, holds: ReadonlySet<CommandCondition>): CommandCondition[] {
  return when.filter((condition) => !holds.has(condition))
}

/** “Needs a task that has ended”: why a command can do nothing now. */
export function needsInWords(conditions: readonly CommandCondition[]): string {
  return `Needs ${conditions.map((condition) => commandConditions[condition]).join(' and ')}`
}

/** Whether there is a moment at which both commands can do something. Where there is none they may share keys. */
export function canBothRun(one: Conditional, other: Conditional): boolean {
  return !exclusive.some((group) => {
    const [mine, theirs] = [one, other].map(({ when = [] }) => when.filter((name) => group.includes(name)))
    return mine?.some((name) => theirs?.some((their) => their !== name)) ?? false
  })
}
