import fc from 'fast-check'
import { expect, it } from 'vitest'
import { calling, completing } from '../testing/conversation.ts'
import { providerFaults } from '../testing/provider-faults.ts'
import { startTestApp } from '../testing/test-app.ts'

/** Faults that pass by themselves, or that a person resumes after. */
const faults = providerFaults.filter(({ expected }) => expected.end !== 'answered')

/** A tree of three levels in which files are read and a command leaves one mark for each time it runs. */
const script = ({ opening, turn }: { opening: string; turn: number }) => {
  if (opening === 'Root.') {
    if (turn === 0) return calling('update_todo_list', { todos: '- [ ] All' })
    return turn === 1 ? calling('new_task', { mode: 'code', message: 'Child.' }) : completing('Root done.')
  }
  if (opening === 'Child.') {
    if (turn === 0) return calling('execute_command', { command: 'echo ran >> marks.txt' })
    return turn === 1
      ? calling('new_task', { mode: 'ask', message: 'Grandchild.' })
      : completing('Child done.')
  }
  return turn === 0 ? calling('read_file', { path: 'README.md' }) : completing('Grandchild done.')
}

it('whatever a provider does now and then, a tree ends as it should, and does everything once', async () => {
  const which = fc.integer({ min: 0, max: faults.length - 1 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(which, { freq: 3 }), { maxLength: 20 }), async (drawn) => {
      let asked = 0
      const app = await startTestApp({
        inMemory: true,
        script: (conversation) => {
          const fault = drawn[asked++] ?? null
          return (fault === null ? undefined : faults[fault]?.fault) ?? script(conversation)
        },
      })
      app.app.engine.listen((events) => {
        for (const { taskId, body } of events) {
          // A person who waits for nothing.
          if (body.type === 'turn.aborted' && body.failure.retryInMs !== null)
            queueMicrotask(() => app.tasks.retryNow(taskId))
          if (body.type === 'status.changed' && body.to === 'paused')
            setImmediate(() => app.tasks.resume(taskId))
        }
      })
      app.create('Root.', { approve: 'all' })
      await app.until('SA-1', 'completed', 'failed')
      expect(app.view('SA-1').result).toBe('Root done.')
      expect(app.app.store.tasks.list().map(({ status }) => status)).toEqual(Array(3).fill('completed'))
      const marks = app.calls('SA-2').filter(({ name }) => name === 'execute_command')
      expect(marks).toHaveLength(1)
      await app.dispose()
    }),
    { numRuns: Number(process.env.TREELINE_PROPERTY_RUNS ?? 8), seed: 7 },
  )
})
