import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { completing } from '../../testing/conversation.ts'
import { startTestApp } from '../../testing/test-app.ts'
import { importCommand } from './import-command.ts'

it('imports what was exported, and says so', async () => {
  const test = await startTestApp({ script: () => completing('Done.') })
  try {
    test.create('Say it.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const { content } = await test.app.transcript.export(test.id('SA-1'), 'json', true)
    const file = join(test.dataFolder, 'it.json')
    writeFileSync(file, content)
    const written = { out: '', err: '' }
    const output = {
      out(text: string) {
        written.out += text
      },
      err(text: string) {
        written.err += text
      },
      unread: new AbortController().signal,
    }
    expect(await importCommand(test.app, file, { workspace: test.folder, json: false }, output)).toBe(0)
    expect(written.out).toBe('SA-2  Say it.\n')
    expect(written.err).toBe(`Imported 1 task into ${test.folder}. Nothing was started.\n`)
    expect(test.task('SA-2').status).toBe('completed')
    const missing = importCommand(test.app, `${file}x`, { json: false }, output)
    await expect(missing).rejects.toThrow('cannot be read')
    writeFileSync(file, content.slice(0, 300))
    await expect(importCommand(test.app, file, { json: false }, output)).rejects.toThrow('no whole JSON')
  } finally {
    await test.dispose()
  }
})
