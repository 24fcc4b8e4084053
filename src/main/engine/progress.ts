import type { TaskView } from '../../contract/task-view.ts'

/**
 * How far a task got, from its events and not from its model: what a parent is told of a child that did
 * not complete. Turns, files it changed, commands it ran, and the last thing it said, cut short.
 */
export function progressOf(view: TaskView): string {
  const calls = Object.values(view.calls)
  const turns = view.items.filter((item) => item.type === 'turn' && item.state === 'committed')
  const changed = new Set<string>()
  const commands: string[] = []
  for (const { display } of calls) {
    if (display?.type === 'edit' || display?.type === 'delete') changed.add(display.path)
    if (display?.type === 'command') commands.push(`${display.command.split('\n')[0]} (${display.ended})`)
  }
  const last = turns.findLast((turn) => turn.type === 'turn' && turn.text.trim() !== '')
  return [
    `Turns: ${turns.length}.`,
    changed.size === 0 ? 'No files changed.' : `Files changed: ${list([...changed])}.`,
    commands.length === 0 ? 'No commands run.' : `Commands run: ${list(commands)}.`,
    ...(last?.type === 'turn' ? [`Last words: ${cut(last.text.trim(), 600)}`] : []),
  ].join('\n')
}

function list(names: string[]): string {
  const shown = names.slice(-12).map((name) => cut(name, 160))
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '')
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
