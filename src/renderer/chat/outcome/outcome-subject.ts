import type { ToolCallView } from '../../../contract/task-view.ts'
import { readArguments, textArgument } from '../../state/call-arguments.ts'
import { wordsOf } from '../tool-call/call-words.ts'

/** What a card asks about: a title that is a question, and in full the command, path or call it is about. */
export type OutcomeSubject = { title: string; text: string; folder: string | null }

/** What a call whose outcome is unknown was about to do. */
export function outcomeSubject(
  call: Pick<ToolCallView, 'name' | 'arguments' | 'write' | 'approval'>,
  folder: string,
): OutcomeSubject {
  const args = readArguments(call.arguments)
  const words = wordsOf(call.name)
  const target = textArgument(args, ...words.target)
  const approved = call.approval?.subject
  if (call.name === 'execute_command') {
    const cwd = approved?.type === 'command' ? approved.cwd : textArgument(args, 'cwd') || folder
    return { title: 'What became of this command?', text: target, folder: cwd }
  }
  if (call.write !== null) {
    const deletes = call.write.after === null
    return {
      title: deletes ? 'Was this deleted?' : 'What became of this change?',
      text: call.write.path,
      folder: null,
    }
  }
  return { title: `What became of “${words.base}”?`, text: target || call.arguments, folder: null }
}
