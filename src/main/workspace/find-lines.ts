import vm from 'node:vm'
import { AppError } from '../../contract/app-error.ts'

/** How long an expression may work on one text: all the while the program stands still. */
const TIME_LIMIT_MS = 500

/** Given to the sandbox as text, so that its time limit can end a regular expression that runs away. */
const FIND_LINES = new vm.Script(`
  found = []
  for (let i = 0; i < lines.length && found.length < most; i++) if (regex.test(lines[i])) found.push(i)
`)

/** Finds lines by an expression that a model wrote. */
export type LineMatcher = {
  /**
   * The indexes of the first lines that match, at most `most`. Throws AppError `bad_request`, naming
   * `where`, when the expression runs away.
   */
  find(lines: readonly string[], most: number, where: string): number[]
}

/**
 * Reads a regular expression as JavaScript does, except that flags may stand at its beginning: `(?i)`.
 * Throws AppError `bad_request` in words when it cannot be read.
 */
export function createLineMatcher(text: string): LineMatcher {
  const regex = parseRegex(text)
  return {
    find(lines, most, where) {
      const context = { regex, lines, most, found: [] as number[] }
      try {
        FIND_LINES.runInNewContext(context, { timeout: TIME_LIMIT_MS })
      } catch (error) {
        // An error of the sandbox is no instance of our Error.
        if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
        throw new AppError(
          'bad_request',
          `The regular expression ${text} takes too long on ${where}. Write one that does not backtrack so much, without repetitions inside repetitions.`,
        )
      }
      return context.found
    },
  }
}

function parseRegex(text: string): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(text)
  const source = inline ? text.slice(inline[0].length) : text
  const flags = [...new Set(inline?.[1] ?? '')].join('')
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    try {
      // Without "u" escapes such as \- are allowed, as ripgrep allows them.
      return new RegExp(source, flags)
    } catch (error) {
      const words =
        error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)
      throw new AppError('bad_request', `The regular expression ${text} cannot be read: ${words}.`)
    }
  }
}
