import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import type { PathScope } from '../workspace/path-scope.ts'
import type { Search } from '../workspace/search.ts'
import type { FoundLine, SearchResult } from '../workspace/search-result.ts'
import { mendable, resolvePath } from './mendable.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'
import { truncateResult } from './truncate-result.ts'

const MOST_MATCHES = 200
const TIME_LIMIT_MS = 20_000

const schema = z.object({
  path: z
    .string()
    .default('.')
    .describe('The folder to search, with all folders below it, or one file. Default: the workspace folder.'),
  regex: z
    .string()
    .min(1)
    .describe('The regular expression, matched against each line. Case counts unless it begins with (?i).'),
  file_pattern: z
    .string()
    .default('')
    .describe(
      'Only files whose name or path matches this glob, such as *.ts, *.{ts,tsx} or src/**/*.test.ts. Default: all files.',
    ),
})

export function createSearchFiles({ scope, search }: { scope: PathScope; search: Search }): Tool {
  return defineTool({
    name: 'search_files',
    group: 'read',
    description: `Search the text of files line by line with a regular expression. Matches come grouped by file with their line numbers (marked ">") and a line before and after each.
What ignore files, .git and node_modules hold, binary files and files over 5 MB are left out. At most ${MOST_MATCHES} matches come; the result says when there are more, and a narrower expression or file_pattern helps.
Escape what is special in expressions: to find "foo(" write foo\\(. Line breaks cannot be matched. Example: { "path": "src", "regex": "export (class|function) \\\\w*Task", "file_pattern": "*.ts" }`,
    schema,
    repeatable: true,
    async plan({ path, regex, file_pattern: filePattern }, context) {
      const place = await resolvePath(scope, context, path)
      if (!place.exists) throw new ToolError(`There is no file or folder ${place.shown}.`)
      const isFolder = (await stat(place.real)).isDirectory()
      const only = isFolder ? null : basename(place.real)
      const files = filePattern === '' || !isFolder ? '' : ` in files ${filePattern}`
      return {
        action: place.inside ? 'read' : 'read_outside',
        subject: {
          type: 'read',
          paths: [place.shown],
          summary: `Search ${place.shown} for ${regex}${files}`,
        },
        activity: `search_files ${regex}`,
        paths: place.paths,
        async execute({ signal }) {
          const found = await mendable(() =>
            search({
              folder: isFolder ? place.real : dirname(place.real),
              only,
              regex,
              filePattern,
              skip: place.closed,
              maxMatches: MOST_MATCHES,
              timeLimitMs: TIME_LIMIT_MS,
              signal,
            }),
          )
          const prefix = isFolder ? (place.shown === '.' ? '' : `${place.shown.replace(/\/$/, '')}/`) : null
          return {
            outcome: 'ok',
            text: truncateResult(
              describeMatches(found, (inner) => (prefix === null ? place.shown : prefix + inner)),
            ),
            display: { type: 'matches', count: found.matches, files: found.files.length },
          }
        },
      }
    },
  })
}

function describeMatches({ files, matches, more }: SearchResult, shown: (path: string) => string): string {
  const late =
    'The search took too long and was cut off, so there may be more. Search a smaller folder or fewer files.'
  if (matches === 0) return more === 'time' ? `Nothing found so far. ${late}` : 'No line matches.'
  const head = `${matches} matching ${matches === 1 ? 'line' : 'lines'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}.`
  const note =
    more === 'limit'
      ? ' There are more: only these are listed. Narrow the expression or the files.'
      : more === 'time'
        ? ` ${late}`
        : ''
  return [head + note, ...files.map(({ path, lines }) => `\n${shown(path)}\n${describeLines(lines)}`)].join(
    '\n',
  )
}

function describeLines(lines: FoundLine[]): string {
  const width = String(lines.at(-1)?.number ?? 0).length
  const texts: string[] = []
  for (const [at, { number, text, matches }] of lines.entries()) {
    const before = lines[at - 1]
    if (before && before.number < number - 1) texts.push(`  ${' '.repeat(width)} …`)
    texts.push(`${matches ? '>' : ' '} ${String(number).padStart(width)} | ${text}`)
  }
  return texts.join('\n')
}
