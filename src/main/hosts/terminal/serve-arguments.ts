import type { Command } from 'commander'

/** The arguments of `treeline serve` as the browser host takes them. */
export function serveArguments(command: Command): string[] {
  const { port, open, data } = command.opts<{ port?: string; open: boolean; data?: string }>()
  return [
    ...(port === undefined ? [] : ['--port', port]),
    ...(open ? [] : ['--no-open']),
    ...(data === undefined ? [] : ['--data', data]),
    ...command.args,
  ]
}
