import { z } from 'zod'
import { readTextFile } from '../workspace/files.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import { applySearchReplace } from './edits/search-replace.ts'
import { mendable, resolvePath } from './mendable.ts'
import { missingFile } from './missing-file.ts'
import { MOST_EDIT_BYTES, planEdit } from './plan-edit.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'

const schema = z.object({
  path: z.string().min(1).describe('The file to change, relative to the workspace folder.'),
  diff: z.string().min(1).describe('One or more SEARCH/REPLACE blocks.'),
})

export function createApplyDiff({ scope }: { scope: PathScope }): Tool {
  return defineTool({
    name: 'apply_diff',
    group: 'edit',
    description: `Change parts of an existing file with SEARCH/REPLACE blocks. Each block is written like this, every marker on a line of its own:
<<<<<<< SEARCH
:start_line:12
-------
the lines as they are now
=======
the lines as they are to be
>>>>>>> REPLACE
SEARCH must hold whole lines copied exactly from the file, and enough of them to be found once; ":start_line:" (with the dashes below it) may be left out, and tells apart places that look alike. An empty REPLACE deletes the lines.
Put all changes to one file into one call, as several blocks: either all of them are applied or none. Line numbers are those of the file before the call. Read the file first.`,
    schema,
    repeatable: false,
    async plan({ path, diff }, context) {
      const file = await resolvePath(scope, context, path)
      if (!file.exists) throw await missingFile(file)
      const before = await mendable(() => readTextFile(file, MOST_EDIT_BYTES))
      const edit = applySearchReplace(before.text, diff)
      if (!edit.ok) throw new ToolError(`${file.shown}: ${edit.error}`)
      const { content: after, applied, warnings } = edit
      const notes = [...(applied > 1 ? [`${applied} blocks were applied.`] : []), ...warnings]
      return planEdit({ tool: 'apply_diff', file, before, after, notes })
    },
  })
}
