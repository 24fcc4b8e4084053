import { expect, test } from 'vitest'
import { replayTask } from '../../contract/reduce-task.ts'
import { coderLog } from '../testing/coder-log.ts'
import { listChanges, listCommands } from './list-changes.ts'

const calls = replayTask(coderLog)?.calls ?? {}

test('changes are told per file, the newest first', () => {
  expect(
    listChanges(calls).map(({ path, added, removed, state, edits }) => ({
      path,
      added,
      removed,
      state,
      edits: edits.length,
    })),
  ).toEqual([
    { path: 'bucket.ts', added: 31, removed: 0, state: 'created', edits: 1 },
    { path: 'rate-limit.ts', added: 5, removed: 2, state: 'changed', edits: 1 },
  ])
})

test('a second edit of a file adds up, and a deletion has the last word', () => {
  const [first] = Object.values(calls).filter((call) => call.display?.type === 'edit')
  if (first?.display?.type !== 'edit') throw new Error('The sample has no edit.')
  const again = { ...first, callId: 'call_z' as never }
  const gone = {
    ...first,
    callId: 'call_zz' as never,
    display: { type: 'delete' as const, path: first.display.path },
  }
  const files = listChanges({ [first.callId]: first, call_z: again, call_zz: gone } as never)
  expect(files).toMatchObject([{ added: 10, removed: 4, state: 'deleted', edits: [{}, {}] }])
})

test('commands that ran are listed with how they ended', () => {
  expect(
    listCommands(calls).map(({ command, display, running }) => [command, display?.exitCode, running]),
  ).toEqual([['npm test', 1, false]])
})
