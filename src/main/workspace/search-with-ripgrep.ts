import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { AppError } from '../../contract/app-error.ts'
import { parseFilePattern } from './file-pattern.ts'
import {
  CONTEXT_LINES,
  createCollector,
  MOST_FILE_BYTES,
  type SearchOrder,
  type SearchResult,
} from './search-result.ts'

/** One line of ripgrep's `--json`, as far as it is read. Text that is no UTF-8 comes as base64. */
type Text = { text: string } | { bytes: string }
type Message =
  | { type: 'match' | 'context'; data: { path: Text; lines: Text; line_number: number | null } }
  | { type: 'begin' | 'end' | 'summary' }

/**
 * Searches with ripgrep. Rejects with AppError `bad_request` for a regular expression it cannot read, and
 * with the signal's reason when that aborts. Undefined when ripgrep itself could not be started.
 */
export async function searchWithRipgrep(
  command: string,
  order: SearchOrder,
): Promise<SearchResult | undefined> {
  const pattern = order.only === null ? parseFilePattern(order.filePattern) : null
  const child = spawn(command, ripgrepArguments(order, pattern?.names ?? []), {
    cwd: order.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const ended = new Promise<{ code: number | null; failure: Error | null }>((resolve) => {
    child.once('error', (failure) => resolve({ code: null, failure }))
    child.once('close', (code) => resolve({ code, failure: null }))
  })
  const collector = createCollector(order.maxMatches)
  const stop = () => child.kill('SIGKILL')
  const timer = setTimeout(() => {
    collector.cutShort()
    stop()
  }, order.timeLimitMs)
  order.signal?.addEventListener('abort', stop, { once: true })
  if (order.signal?.aborted) stop()

  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 10_000) complaint += text
  })
  let full = false
  createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (json) => {
    if (full) return
    const message = JSON.parse(json) as Message
    if (message.type !== 'match' && message.type !== 'context') return
    const path = plainText(message.data.path)
      .replace(/^\.[/\\]/, '')
      .replaceAll('\\', process.platform === 'win32' ? '/' : '\\')
    if (pattern && !pattern.matches(path)) return
    const line = {
      number: message.data.line_number ?? 0,
      text: plainText(message.data.lines),
      matches: message.type === 'match',
    }
    full = !collector.add(path, line)
    if (full) stop()
  })

  const { code, failure } = await ended
  clearTimeout(timer)
  order.signal?.removeEventListener('abort', stop)
  order.signal?.throwIfAborted()
  if (failure) return undefined
  // 1 means that nothing was found, 2 a failure, which may concern one unreadable file only.
  if (code === 2 && /regex|PCRE2|not allowed in a/i.test(complaint)) throw regexError(order.regex, complaint)
  return collector.result()
}

function ripgrepArguments(order: SearchOrder, names: readonly string[]): string[] {
  const narrowed = names.flatMap((name) => ['--type-add', `wanted:${name}`])
  return [
    '--json',
    '--no-config',
    '--no-messages',
    '--hidden',
    '--no-ignore-global',
    '--no-ignore-dot',
    '--no-require-git',
    '--sort=path',
    '--engine=auto',
    `--context=${CONTEXT_LINES}`,
    `--max-filesize=${MOST_FILE_BYTES}`,
    ...['.git', 'node_modules', '.hg', '.svn', '.jj'].map((name) => `--glob=!${name}`),
    ...(order.skip ?? []).map((path) => `--glob=!/${path.replace(/[\\*?[\]{}!]/g, '\\$&')}/**`),
    // Types narrow by name; a glob would bring ignored files back.
    ...(narrowed.length > 0 ? [...narrowed, '--type=wanted'] : []),
    `--regexp=${order.regex}`,
    '--',
    order.only === null ? '.' : `./${order.only}`,
  ]
}

function plainText(text: Text): string {
  return 'text' in text ? text.text : Buffer.from(text.bytes, 'base64').toString('utf8')
}

function regexError(regex: string, complaint: string): AppError {
  const words =
    /^error: (.+)$/m.exec(complaint)?.[1] ?? /^PCRE2: (.+)$/m.exec(complaint)?.[1] ?? complaint.trim()
  return new AppError(
    'bad_request',
    `The regular expression ${regex} cannot be read: ${words.replace(/[.\s]+$/, '')}.`,
  )
}
