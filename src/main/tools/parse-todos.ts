import type { TodoItem } from '../../contract/tool-display.ts'
import { ToolError } from './tool.ts'

const MOST_ITEMS = 200
const LONGEST_TEXT = 2_000

const STATUSES: Readonly<Record<string, TodoItem['status']>> = {
  pending: 'pending',
  todo: 'pending',
  open: 'pending',
  not_started: 'pending',
  in_progress: 'in_progress',
  doing: 'in_progress',
  active: 'in_progress',
  started: 'in_progress',
  completed: 'completed',
  complete: 'completed',
  done: 'completed',
  finished: 'completed',
}

/** An entry of a list as models send it. */
export type TodoInput = { text: string; status?: string | undefined }

/**
 * Reads a todo list, written as a Markdown checklist (`- [ ]`, `- [-]` or `- [~]` for what is under way,
 * `- [x]`) or as a list of entries. Lines without a box are pending entries, headings are passed over, and an
 * indented line without a bullet belongs to the entry above. Throws ToolError for a list that is too long.
 */
export function parseTodos(todos: string | readonly TodoInput[]): TodoItem[] {
  const items = typeof todos === 'string' ? fromChecklist(todos) : todos.map(fromEntry)
  if (items.length > MOST_ITEMS) {
    throw new ToolError(
      `The todo list has ${items.length} entries; at most ${MOST_ITEMS} are possible. Nothing was changed.`,
    )
  }
  return items
    .map(({ text, status }) => ({ text: text.trim().slice(0, LONGEST_TEXT).toWellFormed(), status }))
    .filter(({ text }) => text !== '')
}

function fromEntry({ text, status = '' }: TodoInput): TodoItem {
  // An entry may itself be a line of a checklist.
  const [line] = status === '' ? fromChecklist(text) : []
  if (line) return line
  return {
    text,
    status:
      STATUSES[
        status
          .trim()
          .toLowerCase()
          .replace(/[\s-]+/g, '_')
      ] ?? 'pending',
  }
}

function fromChecklist(text: string): TodoItem[] {
  const items: TodoItem[] = []
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#{1,6}\s|```|---+\s*$|$)/.test(line)) continue
    const [, indent = '', bullet = '', box, rest = ''] =
      /^(\s*)((?:[-*+•]|\d+[.)])\s+)?(?:\[(.?)\]\s*)?(.*)$/u.exec(line) ?? []
    const last = items.at(-1)
    if (bullet === '' && box === undefined && indent !== '' && last) last.text += ` ${rest.trim()}`
    else items.push({ text: rest, status: statusOf(box) })
  }
  return items
}

function statusOf(box: string | undefined): TodoItem['status'] {
  if (box === undefined || /^\s?$/.test(box)) return 'pending'
  return /[xX✓✔]/u.test(box) ? 'completed' : 'in_progress'
}
