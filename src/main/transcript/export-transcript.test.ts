import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import { taskEventSchema } from '../../contract/task-event.ts'
import { calling, completing } from '../testing/conversation.ts'
import { startTestApp } from '../testing/test-app.ts'
import { exportTranscript } from './export-transcript.ts'
import { fenced, quoted } from './markdown-text.ts'

/** A root that has a child write a file and run a command, and sums up. */
async function playedTree() {
  const test = await startTestApp({
    script: ({ opening, turn }) => {
      if (opening === 'Add notes.') {
        return turn === 0
          ? calling('new_task', { mode: 'code', message: 'Write notes.md.', checks: { exists: 'notes.md' } })
          : completing('Notes are there.')
      }
      if (turn === 0) return completing('Nothing yet. All tests pass.')
      if (turn === 1)
        return calling('write_to_file', { path: 'notes.md', content: '```js\n1\n```\n' }, 'Now I write.')
      if (turn === 2) return calling('execute_command', { command: 'echo "\u001b[31mred\u001b[0m"' })
      return completing('Wrote notes.md.')
    },
  })
  const { displayId } = test.create('Add notes.', { approve: 'all' })
  await test.until(displayId, 'completed', 'failed')
  return test
}

describe('an exported transcript', () => {
  it('reads as what happened, parents first, in Markdown', async () => {
    const test = await playedTree()
    try {
      const { app } = test
      const root = test.task('SA-1')
      const one = await exportTranscript(app.store, root.id, { format: 'md', subtree: false })
      expect(one.fileName).toBe('SA-1.md')
      expect(one.content).toContain('# SA-1 Add notes.')
      expect(one.content).toContain('Subtask SA-2 in code mode:\n\n> Write notes.md.')
      expect(one.content).toContain(
        'Receipt: 1 file changed, 1 command, 1 check passed.\n\n- `notes.md` exists: there',
      )
      expect(one.content).toContain('## Result\n\nNotes are there.')
      expect(one.content).not.toContain('Now I write.')

      const tree = await exportTranscript(app.store, root.id, { format: 'md', subtree: true })
      expect(tree.fileName).toBe('SA-1-subtree.md')
      expect(tree.content.indexOf('# SA-1 ')).toBeLessThan(tree.content.indexOf('# SA-2 '))
      expect(tree.content).toContain('Now I write.')
      expect(tree.content).toContain('(error)\n\n- `notes.md` exists: failed, missing')
      // The file's own fence is inside a longer one, and colour codes are gone.
      expect(tree.content).toContain('````diff\n')
      expect(tree.content).toMatch(/exit code 0:\n\n```\nred\n```/)
    } finally {
      await test.dispose()
    }
  })

  it('holds the whole log in JSON: reading it back gives the same tasks, and the same bytes twice', async () => {
    const test = await playedTree()
    try {
      const { app } = test
      const root = test.task('SA-1')
      const { content } = await exportTranscript(app.store, root.id, { format: 'json', subtree: true })
      const again = await exportTranscript(app.store, root.id, { format: 'json', subtree: true })
      expect(again.content).toBe(content)
      const file = JSON.parse(content)
      expect([file.format, file.version, file.tasks.length]).toEqual(['treeline-transcript', 1, 2])
      for (const { id, events } of file.tasks) {
        const read = events.map(({ seq, at, ...body }: { seq: number; at: number }) =>
          taskEventSchema.parse({ taskId: id, seq, at, body }),
        )
        expect(replayTask(read)).toEqual(app.engine.view(id as TaskId))
      }
    } finally {
      await test.dispose()
    }
  })

  it('says which task there is not', async () => {
    const test = await startTestApp({ script: () => completing('Done.') })
    try {
      await expect(
        exportTranscript(test.app.store, 'tsk_none' as TaskId, { format: 'md', subtree: false }),
      ).rejects.toThrow('There is no task tsk_none.')
    } finally {
      await test.dispose()
    }
  })
})

describe('text inside Markdown', () => {
  it('never breaks out of its fence', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[`a\n ~]{0,60}$/), (text) => {
        const lines = fenced(text, 'sh').split('\n')
        const fence = /^`+/.exec(lines[0] ?? '')?.[0] ?? ''
        expect(lines.at(-1)).toBe(fence)
        for (const line of lines.slice(1, -1)) expect(line.trim().startsWith(fence)).toBe(false)
      }),
    )
  })

  it('stays inside its quotation, line by line', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const line of quoted(text).split('\n')) expect(line.startsWith('>')).toBe(true)
      }),
    )
  })
})
