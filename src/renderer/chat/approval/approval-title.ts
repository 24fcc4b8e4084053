import type { ApprovalSubject } from '../../../contract/tool-display.ts'

/** What is asked, as a question. `modeName` gives a mode's name for its slug. */
export function approvalTitle(subject: ApprovalSubject, modeName: (slug: string) => string): string {
  switch (subject.type) {
    case 'read':
      return subject.paths.length === 1 ? 'Read this file?' : `Read ${subject.paths.length} files?`
    case 'edit':
      return subject.created ? 'Create this file?' : 'Make this change?'
    case 'delete':
      return 'Delete this?'
    case 'command':
      return subject.background ? 'Run this command in the background?' : 'Run this command?'
    case 'subtask':
      return subject.background
        ? `Start a background subtask in ${modeName(subject.mode)} mode?`
        : `Start a subtask in ${modeName(subject.mode)} mode?`
    case 'checks':
      return subject.run.length === 1 ? 'Run this check?' : `Run these ${subject.run.length} checks?`
    case 'completion':
      if (subject.work !== undefined) return 'Take this work over and finish?'
      if ((subject.active ?? []).length > 0) return 'Finish while its subtasks are at work?'
      return 'Hand this summary to the parent and finish?'
    case 'clash':
      return 'Which version stays?'
    case 'mode_switch':
      return `Switch from ${modeName(subject.from)} to ${modeName(subject.to)} mode?`
    case 'todo':
      return 'Change the todo list to this?'
    case 'question':
      return 'Let it ask you this?'
    case 'other':
      return `${subject.title.slice(0, 1).toUpperCase()}${subject.title.slice(1)}?`
    default: {
      const unknown: never = subject
      throw new Error(`Unknown subject ${JSON.stringify(unknown)}`)
    }
  }
}
