import { z } from 'zod'
import { readTextFile } from '../workspace/files.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import { applyExactEdit } from './edits/exact-edit.ts'
import { mendable, resolvePath } from './mendable.ts'
import { missingFile } from './missing-file.ts'
import { MOST_EDIT_BYTES, planEdit } from './plan-edit.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'

const schema = z.object({
  path: z.string().min(1).describe('The file to change, relative to the workspace folder.'),
  old_string: z
    .string()
    .describe(
      'The text to replace, exactly as it stands in the file, spaces and line breaks included. Empty creates a new file.',
    ),
  new_string: z.string().describe('The text to put in its place. Empty deletes the old text.'),
  replace_all: z
    .boolean()
    .default(false)
    .describe('Replace every occurrence instead of exactly one, as when renaming. Default: false.'),
})

export function createEditFile({ scope }: { scope: PathScope }): Tool {
  return defineTool({
    name: 'edit_file',
    group: 'edit',
    description: `Replace one piece of text in a file by another. old_string is taken literally and must occur exactly once: include the lines around it until it does, or set replace_all to change every occurrence. It must not carry the line numbers that read_file shows.
Use it for one small change; for several changes to a file apply_diff makes them in one call. An empty old_string creates a file that does not exist yet. Read the file first.`,
    schema,
    repeatable: false,
    async plan({ path, old_string: oldText, new_string: newText, replace_all: replaceAll }, context) {
      const file = await resolvePath(scope, context, path)
      if (!file.exists && oldText !== '') throw await missingFile(file)
      const before = file.exists ? await mendable(() => readTextFile(file, MOST_EDIT_BYTES)) : null
      const edit = applyExactEdit(before?.text ?? '', oldText, newText, {
        replaceAll,
        create: before === null,
      })
      if (!edit.ok) throw new ToolError(`${file.shown}: ${edit.error}`)
      const { content: after, applied, warnings } = edit
      const notes = [...(applied > 1 ? [`${applied} occurrences were replaced.`] : []), ...warnings]
      return planEdit({ tool: 'edit_file', file, before, after, notes })
    },
  })
}
