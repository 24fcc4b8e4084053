import { z } from 'zod'
import { readTextFile } from '../workspace/files.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import { restoreLineStyle, stripLineNumbers, unwrapCodeFence } from './edits/line-endings.ts'
import { findOmission } from './edits/omission.ts'
import { mendable, resolvePath } from './mendable.ts'
import { MOST_EDIT_BYTES, planEdit } from './plan-edit.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'

const schema = z.object({
  path: z.string().min(1).describe('The file, relative to the workspace folder. Missing folders are made.'),
  content: z
    .string()
    .describe(
      'The whole content of the file, as it is to be: no line numbers, no code fence, nothing left out.',
    ),
})

export function createWriteToFile({ scope }: { scope: PathScope }): Tool {
  return defineTool({
    name: 'write_to_file',
    group: 'edit',
    description: `Create a file, or replace one as a whole. Send everything the file is to contain: a placeholder such as "// rest unchanged" is refused, because it would delete code.
To change part of an existing file use apply_diff or edit_file: that is shorter and safer. Line ends and a final newline of an existing file are kept.`,
    schema,
    repeatable: false,
    async plan({ path, content }, context) {
      const file = await resolvePath(scope, context, path)
      const before = file.exists ? await mendable(() => readTextFile(file, MOST_EDIT_BYTES)) : null
      const bare = stripLineNumbers(unwrapCodeFence(content, file.real))
      const omission = before && findOmission(before.text, bare)
      if (omission) {
        throw new ToolError(
          `Line ${omission.line} of the content, ${JSON.stringify(omission.text)}, stands for code that is left out; writing this would delete that code from ${file.shown}. Nothing was written. Send the whole content, or change only a part with apply_diff or edit_file.`,
        )
      }
      const after = before ? restoreLineStyle(bare, before.text) : bare
      return planEdit({ tool: 'write_to_file', file, before, after, notes: [] })
    },
  })
}
