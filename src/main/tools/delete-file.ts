import { sep } from 'node:path'
import { z } from 'zod'
import { deletePath, inspectDeletable } from '../workspace/delete-path.ts'
import { hashFile } from '../workspace/hash-file.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import { mendable, resolvePath } from './mendable.ts'
import { missingFile } from './missing-file.ts'
import { editAction } from './plan-edit.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'

const schema = z.object({
  path: z
    .string()
    .min(1)
    .describe('The file or folder, relative to the workspace folder. A folder goes with everything in it.'),
})

export function createDeleteFile({ scope }: { scope: PathScope }): Tool {
  return defineTool({
    name: 'delete_file',
    group: 'edit',
    description: `Delete a file, or a folder with everything in it. A link is deleted itself, not what it leads to. There is no trash: what git does not know is gone. The workspace folder itself cannot be deleted.
Use it instead of running rm, so that the user sees what goes.`,
    schema,
    repeatable: false,
    async plan({ path }, context) {
      const file = await resolvePath(scope, context, path, { followLast: false })
      if (!file.exists) throw await missingFile(file)
      const folder = await resolvePath(scope, context, '.')
      if (file.real === folder.real || folder.real.startsWith(file.real.replace(/[/\\]$/, '') + sep)) {
        throw new ToolError(`${file.shown} is the workspace folder or holds it, so it cannot be deleted.`)
      }
      if (file.closed.length > 0) {
        throw new ToolError(`${file.shown} holds Treeline's own data, so it cannot be deleted.`)
      }
      const seen = await mendable(() => inspectDeletable(file))
      const protectedBy = file.protectedBy ?? seen.protectedBy
      const action = editAction({ inside: file.inside, protectedBy })
      const hash = seen.kind === 'file' ? await hashFile(file.real) : null
      return {
        action: action === 'edit' ? 'delete' : action,
        subject: { type: 'delete', path: file.shown, what: seen.what },
        activity: `delete_file ${file.shown}`,
        paths: file.paths,
        // Only a file's content can tell after a crash whether it was deleted.
        ...(hash === null ? {} : { write: { path: file.real, before: hash, after: null } }),
        async execute() {
          await mendable(() => deletePath(file, seen, hash))
          return {
            outcome: 'ok',
            text: `Deleted ${file.shown} (${seen.what}).`,
            display: { type: 'delete', path: file.shown },
          }
        },
      }
    },
  })
}
