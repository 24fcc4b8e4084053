import { runProgram, type TerminalHost } from '../hosts/terminal/program.ts'
import { openReader } from '../reader.ts'
import type { TestApp } from './test-app.ts'

/** What a command came to: its exit code, and what it wrote on stdout and stderr. */
export type Said = { code: number; out: string; err: string }

/** What a command may be lent of a test's app: the app itself, and a reader of what it stores. */
export function lentBy(test: TestApp): Pick<TerminalHost, 'openApp' | 'openReader'> {
  return {
    openApp: async () => ({ ...test.app, dispose: async () => {} }),
    openReader: () => openReader({ dataFolder: test.dataFolder, resourcesFolder: 'resources' }),
  }
}

/** Runs the command line as typed, in this process. Throws when a command asks for what it is not lent. */
export async function treelineWith(lent: Partial<TerminalHost>, ...argv: string[]): Promise<Said> {
  const said = { out: '', err: '' }
  const output = {
    out: (text: string) => {
      said.out += text
    },
    err: (text: string) => {
      said.err += text
    },
    unread: new AbortController().signal,
  }
  const refuse = () => {
    throw new Error('This command does not need it.')
  }
  const nothing = { upkeep: refuse, serve: refuse, openApp: refuse, openReader: refuse }
  const code = await runProgram(argv, { version: '0', output, ...nothing, ...lent })
  return { code, ...said }
}
