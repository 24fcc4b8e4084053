import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { type FolderListing, listFiles } from '../workspace/list-files.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import type { WalkedEntry } from '../workspace/walk-folder.ts'
import { mendable, resolvePath } from './mendable.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'
import { truncateResult } from './truncate-result.ts'

const MOST_ENTRIES = 500

const schema = z.object({
  path: z
    .string()
    .default('.')
    .describe('The folder, relative to the workspace folder. Default: the workspace folder itself.'),
  recursive: z
    .boolean()
    .default(false)
    .describe('Whether to list what is in the folders below, too. Default: false.'),
})

export function createListFiles({ scope }: { scope: PathScope }): Tool {
  return defineTool({
    name: 'list_files',
    group: 'read',
    description: `List what is in a folder: paths relative to it, folders with a "/" at the end. With recursive: true also everything below, except what ignore files, .git and node_modules hold; such folders are named as ignored and not opened.
At most ${MOST_ENTRIES} entries come, the nearest first; the result says when there are more. Use it to learn a project's layout. To find something by its text use search_files instead. Do not list a folder to check that a file you just wrote is there.`,
    schema,
    repeatable: true,
    async plan({ path, recursive }, context) {
      const folder = await resolvePath(scope, context, path)
      if (!folder.exists) throw new ToolError(`There is no folder ${folder.shown}.`)
      if (!(await stat(folder.real)).isDirectory()) {
        throw new ToolError(`${folder.shown} is a file. Read it with read_file, or list the folder it is in.`)
      }
      const what = recursive ? 'everything in' : 'what is in'
      return {
        action: folder.inside ? 'read' : 'read_outside',
        subject: { type: 'read', paths: [folder.shown], summary: `List ${what} ${folder.shown}` },
        activity: `list_files ${folder.shown}`,
        paths: folder.paths,
        async execute({ signal }) {
          const options = { recursive, limit: MOST_ENTRIES, skip: folder.closed, signal }
          const listing = await mendable(() => listFiles(folder, options))
          return { outcome: 'ok', text: truncateResult(describeListing(folder.shown, listing)) }
        },
      }
    },
  })
}

function describeListing(shown: string, { entries, leftOut, more }: FolderListing): string {
  const name = shown === '.' ? 'The workspace folder' : shown
  if (entries.length === 0)
    return `${name} is empty${leftOut > 0 ? `, except for ${leftOut} ignored files` : ''}.`
  const notes: string[] = []
  if (leftOut > 0) notes.push(`${leftOut} ignored ${leftOut === 1 ? 'file is' : 'files are'} left out.`)
  if (more === 'limit')
    notes.push(`There are more: only ${entries.length} are listed. List one of the folders, or search.`)
  if (more === 'time')
    notes.push('There may be more: listing took too long and was cut off. List one of the folders.')
  const lines = entries.map(describeEntry)
  return [
    `${name} (${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}):`,
    ...lines,
    ...notes.map((note) => `[${note}]`),
  ].join('\n')
}

function describeEntry({ path, kind, ignored, target }: WalkedEntry): string {
  const name = kind === 'folder' ? `${path}/` : kind === 'link' ? `${path} -> ${target ?? '?'}` : path
  return ignored ? `${name} (ignored)` : name
}
