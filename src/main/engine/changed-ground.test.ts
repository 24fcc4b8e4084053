import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const poet = `customModes:
  - slug: poet
    name: Poet
    roleDefinition: You rhyme.
    groups: [read]
`

describe('a mode that is taken away', () => {
  it('still holds for the task that began with it, and is offered to nobody else', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: ({ turn, last }) => {
        if (turn === 0) return heldStream(calling('read_file', { path: 'README.md' }), gate)
        if (turn === 1) return calling('new_task', { mode: 'poet', message: 'Rhyme.' })
        return completing(`Heard: ${last}`)
      },
    })
    await test.app.modes.saveUser(poet)
    test.create('Rhyme.', { mode: 'poet', approve: 'all' })
    await gate.reached
    await test.app.modes.saveUser('customModes: []\n')
    await test.restart('continue')
    gate.open()
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1').map(({ outcome }) => outcome)).toEqual(['ok', 'error', 'ok'])
    expect(test.server.requests.at(-1)?.rawBody).toContain('You rhyme.')
    expect(test.view('SA-1').result).toContain('There is no mode "poet"')
    expect(() => test.tasks.setMode(test.id('SA-1'), 'poet')).toThrow('There is no mode "poet"')
    expect(() => test.create('More.', { mode: 'poet' })).toThrow('There is no mode "poet"')
  })
})

describe('a workspace folder that is gone', () => {
  const writing = ({ turn, last }: Conversation) =>
    turn === 0
      ? calling('write_to_file', { path: 'new/a.txt', content: 'x\n' })
      : completing(`Heard: ${last}`)

  it('pauses the task with words; nothing is written there; put back, it goes on', async () => {
    const gate = createGate()
    test = await startTestApp({
      script: (conversation) =>
        conversation.turn === 0
          ? heldStream(calling('write_to_file', { path: 'new/a.txt', content: 'x\n' }), gate)
          : writing(conversation),
    })
    test.create('Write.', { mode: 'code', approve: 'all' })
    await gate.reached
    const away = `${test.folder}-away`
    renameSync(test.folder, away)
    gate.open()
    await test.until('SA-1', 'paused')
    expect(test.task('SA-1').statusReason).toContain(`The task's folder ${test.folder} cannot be used`)
    expect(existsSync(test.folder)).toBe(false)
    renameSync(away, test.folder)
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(readFileSync(join(test.folder, 'new/a.txt'), 'utf8')).toBe('x\n')
  })

  it('while a write waits for approval is not made anew by the write', async () => {
    test = await startTestApp({ script: writing })
    test.create('Write.', { mode: 'code', approve: [] })
    await test.until('SA-1', 'awaiting_approval')
    const away = `${test.folder}-away`
    renameSync(test.folder, away)
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'paused', 'completed')
    expect(existsSync(test.folder)).toBe(false)
    renameSync(away, test.folder)
  })
})
