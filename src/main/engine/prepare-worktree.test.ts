import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { WorktreeSettingsChange } from '../../contract/worktree-settings.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const two = ['First.', 'Second.'].map((message) => ({
  name: 'new_task',
  arguments: { mode: 'code', message },
}))

/** A parent with two children in worktrees, each of which runs one command; and what was said to their models first. */
async function started(command: string, settings: WorktreeSettingsChange, trusted = true) {
  const told: Record<string, string[]> = {}
  test = await startTestApp({
    files: { 'a.txt': 'one\n', '.gitignore': 'node_modules\n.env\nlog\n' },
    script: (conversation: Conversation) => {
      const { opening, turn, body } = conversation
      if (opening === 'All.') return turn === 0 ? { calls: two } : completing('Done.')
      if (turn > 0) return completing('Done.')
      told[opening] = body.messages.slice(1).map(({ content }) => content ?? '')
      return calling('execute_command', { command })
    },
  })
  writeFileSync(join(test.folder, '.env'), 'SECRET=1\n')
  test.app.store.workspaces.setTrust(test.workspace.id, trusted)
  test.app.store.settings.setWorktrees(test.workspace.id, settings)
  return told
}

const commands = (displayId: string) => test.calls(displayId).filter(({ name }) => name === 'execute_command')
const preparedOf = (displayId: string) =>
  test
    .view(displayId)
    .items.flatMap((item) =>
      item.type === 'notice' && item.notice.type === 'prepared' ? [item.notice.results] : [],
    )

describe('set-up commands', () => {
  it('have run in every worktree before its model is asked, and it need not be told', async () => {
    const told = await started('cat made node_modules/x .env', {
      setup: ['echo one > made', 'mkdir node_modules && cp made node_modules/x'],
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    for (const id of ['SA-2', 'SA-3']) expect(commands(id)[0]?.result).toMatch(/one\s+one\s+SECRET=1/)
    expect(told).toEqual({ 'First.': ['First.'], 'Second.': ['Second.'] })
    const made = { kind: 'run', outcome: 'passed', found: 'exit code 0', exitCode: 0, output: '' }
    expect(preparedOf('SA-2')).toEqual([
      [
        { ...made, what: 'echo one > made' },
        { ...made, what: 'mkdir node_modules && cp made node_modules/x' },
      ],
    ])
  })

  it('stop at the first that fails, and the model is told once what came of them', async () => {
    const told = await started('true', { setup: ['echo no such package; exit 3', 'touch never'] })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const [opening, words, ...more] = told['First.'] ?? []
    expect([opening, more]).toEqual(['First.', []])
    expect(words).toMatch(/- echo no such package; exit 3: exit code 3\n.*no such package/s)
    expect(words).toContain('- touch never: not run, one before it failed')
    expect(preparedOf('SA-2')[0]?.map(({ outcome }) => outcome)).toEqual(['failed', 'not_run'])
    expect(existsSync(join(test.folder, 'never'))).toBe(false)
  })

  it('are not run in a folder that nobody vouched for', async () => {
    const told = await started('true', { setup: ['touch made'] }, false)
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(told['First.']?.[1]).toContain('- touch made: not run, the folder is not trusted')
    expect(existsSync(join(test.folder, 'made'))).toBe(false)
  })

  it('run again from the first when a stop broke them off', async () => {
    const waiting = 'echo ran >> log; if [ ! -e go ]; then touch waits; sleep 600; fi'
    await started('cat log', { setup: [waiting, 'touch ready'] })
    test.create('All.', { approve: 'all' })
    await Promise.all([opened('SA-2'), opened('SA-3')])
    test.tasks.stop(test.id('SA-1'))
    expect(['SA-2', 'SA-3'].map((id) => test.view(id).worktree?.prepared)).toEqual([false, false])
    for (const id of ['SA-2', 'SA-3']) writeFileSync(join(test.view(id).folder, 'go'), '')
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(preparedOf('SA-2').map((results) => results.map(({ outcome }) => outcome))).toEqual([
      ['passed', 'passed'],
    ])
    expect(commands('SA-2')[0]?.result).toContain('ran')
  })

  it('run again after a restart that came before their end', async () => {
    await started('cat log', { setup: ['echo ran >> log; sleep 600'] })
    test.create('All.', { approve: 'all' })
    await Promise.all([opened('SA-2'), opened('SA-3')])
    await test.restart('wait')
    expect(test.task('SA-2').status).toBe('interrupted')
    test.app.store.settings.setWorktrees(test.workspace.id, { setup: ['echo again >> log'] })
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(commands('SA-2')[0]?.result).toContain('again')
    expect(preparedOf('SA-2')).toHaveLength(1)
  })
})

describe('ignored files and folders', () => {
  it('are copied as the workspace says, and what was not copied is told', async () => {
    const told = await started('ls -A', { copy: ['node_modules', 'log'] })
    mkdirSync(join(test.folder, 'node_modules', 'left'), { recursive: true })
    writeFileSync(join(test.folder, 'node_modules', 'left', 'index.js'), 'left\n')
    symlinkSync('a.txt', join(test.folder, 'log'))
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const listed = commands('SA-2')[0]?.result ?? ''
    expect([listed.includes('node_modules'), listed.includes('.env')]).toEqual([true, false])
    expect(told['First.']?.[1]).toContain('Not copied: log (a link).')
  })
})

/** Resolves when the task has its worktree, in which set-up commands begin then. */
function opened(displayId: string) {
  return test.event(
    ({ taskId, body }) =>
      body.type === 'worktree.opened' && test.app.store.tasks.get(taskId)?.displayId === displayId,
  )
}
