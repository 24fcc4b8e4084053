import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { AppError } from '../../contract/app-error.ts'
import { failpoint } from '../base/failpoint.ts'

/** How one run of git is bounded and fed. */
export type GitRunOptions = {
  signal?: AbortSignal
  /** Milliseconds until git is ended. Two minutes unless given. */
  timeout?: number
  /** Text for its standard input. */
  input?: string | Uint8Array
  /** Variables added to the clean environment, such as GIT_INDEX_FILE. */
  env?: Record<string, string>
  /** Exit codes that are answers and no failure. Only 0 unless given. */
  accept?: readonly number[]
  /** `latin1` makes every character of `stdout` one byte of what git printed: for contents and odd names. */
  encoding?: 'utf8' | 'latin1'
}

/** What git printed. `stdout` is UTF-8, unless asked for otherwise, with its final newline. */
export type GitOutput = { code: number; stdout: string; stderr: string }

/** The only way in which Treeline itself starts git. */
export type Git = {
  /**
   * Runs git with everything switched off by which a repository could run code of its own: hooks, the file
   * monitor, pagers, external diffs, text conversion, prompts. Throws AppError `not_supported_here` when
   * git is missing, and `workspace_unavailable` when the folder is gone, git fails or takes too long; the
   * message holds git's own words. An abort rejects with the signal's reason.
   */
  run(args: readonly string[], cwd: string, options?: GitRunOptions): Promise<GitOutput>
  /** The checked-out branch, born or not; null when HEAD is detached, in no repository, or without git. */
  branch(cwd: string): Promise<string | null>
  /** Whether the folder lies in the working tree of a repository. False without git. */
  isRepository(cwd: string): Promise<boolean>
}

const SAFE_CONFIG: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.editor=true',
  'core.askPass=',
  'core.alternateRefsCommand=',
  'credential.helper=',
  // Empty means that git cannot start one: a diff that forgot --no-ext-diff fails instead of running it.
  'diff.external=',
  'log.showSignature=false',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
]

/** Commands that show changes, and so could start a repository's diff driver or text converter. */
const SHOWS_CHANGES = new Set(['diff', 'diff-tree', 'diff-index', 'diff-files', 'log', 'show', 'stash'])

const TIMEOUT_MS = 120_000
const OUTPUT_LIMIT = 256 * 1024 * 1024

/** `command` is the program; tests give another one to see what happens without git. */
export function createGit({ command = 'git' }: { command?: string } = {}): Git {
  const run: Git['run'] = (args, cwd, options = {}) =>
    new Promise((resolve, reject) => {
      const { signal, timeout = TIMEOUT_MS, accept = [0], encoding = 'utf8' } = options
      failpoint('before:git')
      const child = execFile(
        command,
        fullArguments(args),
        {
          cwd,
          env: gitEnvironment(options.env),
          encoding,
          maxBuffer: OUTPUT_LIMIT,
          timeout,
          killSignal: 'SIGKILL',
          signal,
          windowsHide: true,
        },
        (error, stdout, stderr) => {
          failpoint('after:git')
          if (signal?.aborted) return reject(signal.reason)
          const code = error ? error.code : 0
          if (typeof code === 'number' && accept.includes(code)) return resolve({ code, stdout, stderr })
          reject(gitFailure(args, cwd, timeout, error, stderr))
        },
      )
      // A git that reads none of its input closes the pipe; its exit code says what happened.
      child.stdin?.on('error', () => {})
      child.stdin?.end(options.input ?? '')
    })

  const answer = async (args: readonly string[], cwd: string): Promise<string | null> => {
    try {
      return (await run(args, cwd, { timeout: 10_000 })).stdout.trim()
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  }

  return {
    run,
    branch: async (cwd) => (await answer(['symbolic-ref', '--quiet', '--short', 'HEAD'], cwd)) || null,
    isRepository: async (cwd) => (await answer(['rev-parse', '--is-inside-work-tree'], cwd)) === 'true',
  }
}

function fullArguments(args: readonly string[]): string[] {
  const [subcommand = '', ...rest] = args
  const quiet = SHOWS_CHANGES.has(subcommand) ? ['--no-ext-diff', '--no-textconv'] : []
  const config = SAFE_CONFIG.flatMap((setting) => ['-c', setting])
  // `git stash show` takes the flags after its own subcommand.
  if (subcommand === 'stash')
    return ['--no-pager', ...config, 'stash', ...rest, ...(rest[0] === 'show' ? quiet : [])]
  return ['--no-pager', ...config, ...args.slice(0, 1), ...quiet, ...rest]
}

/** Ours without anything that would point git at another repository, index, configuration or helper. */
function gitEnvironment(added: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(GIT_|SSH_ASKPASS|PAGER$|LESS)/i.test(name),
  )
  return {
    ...Object.fromEntries(inherited),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    ...added,
  }
}

function gitFailure(
  args: readonly string[],
  cwd: string,
  timeout: number,
  error: (Error & { code?: string | number | null; killed?: boolean; signal?: NodeJS.Signals | null }) | null,
  stderr: string,
): AppError {
  const what = `git ${args[0] ?? ''}`.trim()
  const options = { cause: error }
  if (error?.code === 'ENOENT') {
    if (!isFolder(cwd)) {
      return new AppError('workspace_unavailable', `The folder ${cwd} is not there any more.`, options)
    }
    return new AppError(
      'not_supported_here',
      'Git was not found. Install git, or put it on the PATH, and try again.',
      options,
    )
  }
  if (error?.code === 'ENOTDIR') {
    return new AppError('workspace_unavailable', `${cwd} is not a folder.`, options)
  }
  if (error?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return new AppError(
      'workspace_unavailable',
      `${what} in ${cwd} printed more than 256 MB and was ended.`,
      options,
    )
  }
  if (error?.killed) {
    const after = `${what} in ${cwd} did not finish within ${timeout / 1000} seconds and was ended.`
    return new AppError('workspace_unavailable', after, options)
  }
  const how = error?.signal
    ? `was ended by ${error.signal}`
    : `failed with exit code ${error?.code ?? 'unknown'}`
  const words = stderr.trim().slice(0, 2_000) || error?.message || 'It gave no reason.'
  return new AppError('workspace_unavailable', `${what} in ${cwd} ${how}: ${words}`, options)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
