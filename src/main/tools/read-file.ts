import { extname } from 'node:path'
import { z } from 'zod'
import { groupedNumber } from '../base/grouped-number.ts'
import type { PathScope, ScopedPath } from '../workspace/path-scope.ts'
import { type LineWindow, readLines } from '../workspace/read-lines.ts'
import { mendable, resolvePath } from './mendable.ts'
import { missingFile } from './missing-file.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'

const MOST_LINES = 2_000
/** Bytes of text in one result, some 25,000 tokens. It bounds itself and is not folded in the middle. */
const MOST_BYTES = 100_000

const IMAGES = new Set([
  '.png',
  '.jpg',
  '.jpeg',
  '.gif',
  '.webp',
  '.bmp',
  '.ico',
  '.tif',
  '.tiff',
  '.avif',
  '.heic',
])

/**
 * One file a call, a path and two optional numbers: models fill in flat fields reliably, while lists of files
 * with lists of ranges come in every shape. Several files are several calls of one turn.
 */
const schema = z.object({
  path: z.string().min(1).describe('The file, relative to the workspace folder (or absolute).'),
  start_line: z
    .number()
    .int()
    .min(1)
    .max(1e9)
    .optional()
    .describe('First line to read, counted from 1. Default: 1.'),
  end_line: z
    .number()
    .int()
    .min(1)
    .max(1e9)
    .optional()
    .describe('Last line to read, itself included. Default: to the end.'),
})

export function createReadFile({ scope }: { scope: PathScope }): Tool {
  return defineTool({
    name: 'read_file',
    group: 'read',
    description: `Read a text file. Lines come numbered as "12 | code"; the number and the bar are not part of the file.
At most ${groupedNumber(MOST_LINES)} lines or ${MOST_BYTES / 1000} KB come at once; if more is left, the result says which start_line goes on. Leave the line numbers out unless the file is large or you need one part of it.
To read several files, make several calls in one turn. Read a file before you change it. Images and other binary files cannot be read.`,
    schema,
    repeatable: true,
    async plan({ path, start_line: from = 1, end_line: to = Number.POSITIVE_INFINITY }, context) {
      if (to < from) throw new ToolError(`end_line ${to} comes before start_line ${from}. Nothing was read.`)
      const file = await resolvePath(scope, context, path)
      if (!file.exists) throw await missingFile(file)
      if (IMAGES.has(extname(file.real).toLowerCase())) {
        throw new ToolError(`${file.shown} is an image; pictures cannot be shown to you yet.`)
      }
      const lines =
        to === Number.POSITIVE_INFINITY ? (from === 1 ? '' : `, from line ${from}`) : `, lines ${from}–${to}`
      return {
        action: file.inside ? 'read' : 'read_outside',
        subject: { type: 'read', paths: [file.shown], summary: `Read ${file.shown}${lines}` },
        activity: `read_file ${file.shown}`,
        paths: file.paths,
        async execute({ signal }) {
          const range = { from, to, maxLines: MOST_LINES, maxBytes: MOST_BYTES }
          const window = await mendable(() => readLines(file, range, signal))
          const last = from + window.lines.length - 1
          return {
            outcome: window.lines.length === 0 && from > 1 ? 'error' : 'ok',
            text: describeWindow(file, window, last),
            display: { type: 'file', path: file.shown, fromLine: from, toLine: Math.max(last, 0) },
          }
        },
      }
    },
  })
}

function describeWindow({ shown }: ScopedPath, window: LineWindow, last: number): string {
  const { lines, from, total, stopped } = window
  if (total === 0) return `${shown} is empty.`
  if (lines.length === 0) return `${shown} has only ${total} lines, so there is no line ${from}.`
  const of = total === null ? '' : ` of ${total}`
  const body = lines.map((line, at) => (line === '' ? `${from + at} |` : `${from + at} | ${line}`)).join('\n')
  const head = `${shown}, lines ${from}–${last}${of}:\n${body}`
  if (stopped !== 'lines' && stopped !== 'bytes') return head
  const limit = stopped === 'lines' ? `${groupedNumber(MOST_LINES)} lines` : `${MOST_BYTES / 1000} KB`
  return `${head}\n[Not the whole file: at most ${limit} come at once. To go on, read with start_line ${last + 1}.]`
}
