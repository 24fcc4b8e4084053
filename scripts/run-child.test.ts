import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const module = join(import.meta.dirname, 'run-child.mjs')

const parentCode = (child: string): string =>
  `import { runChild } from ${JSON.stringify(module)}
   process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(child)}])`

/** Runs `child` through `runChild` in a process of its own; `line` resolves to the next line it prints. */
function startThrough(child: string) {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', parentCode(child)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(parent.stdout)[Symbol.asyncIterator]()
  return { parent, line: async () => (await lines.next()).value as string | undefined }
}

test('the exit code is that of the child', async () => {
  const { parent } = startThrough('process.exit(7)')
  expect(await once(parent, 'exit')).toEqual([7, null])
})

test('a child that a signal ended gives 128 and its number, as in a shell', async () => {
  const { parent } = startThrough(`process.kill(process.pid, 'SIGKILL')`)
  expect(await once(parent, 'exit')).toEqual([137, null])
})

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s reaches the child, which decides', async (signal) => {
  const child = `process.on('${signal}', () => process.exit(5)); setInterval(() => {}, 9999); console.log('up')`
  const { parent, line } = startThrough(child)
  expect(await line()).toBe('up')
  parent.kill(signal)
  expect(await once(parent, 'exit')).toEqual([5, null])
})

test('a child is ended when the process that started all is gone', async () => {
  const child = `process.on('SIGTERM', () => { console.log('ended'); process.exit() })
    setInterval(() => {}, 9999); console.log('up')`
  // What npm does: a shell that does not pass signals on, killed.
  const middle = `require('node:child_process')
    .spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(parentCode(child))}], { stdio: 'inherit' })`
  const shell = spawn(process.execPath, ['-e', middle], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface(shell.stdout)[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('up')
  shell.kill('SIGKILL')
  expect((await lines.next()).value).toBe('ended')
})

test('a program that cannot be started is an error', async () => {
  const { runChild } = await import('./run-child.mjs')
  await expect(runChild('/does/not/exist', [])).rejects.toThrow('ENOENT')
})
