import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { removeHalfWritten } from './half-written.ts'

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-half-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('what a killed process was replacing goes, and what is whole stays', async () => {
  const folder = makeFolder()
  const image = 'a'.repeat(64)
  const whole = ['secrets.json', image, 'treeline.db', 'treeline.db.20261122', 'cmd_0_1.log', 'notes.1']
  for (const name of whole) writeFileSync(join(folder, name), name)
  // Killed before what it wrote has its name.
  const script = `
    import fs from 'node:fs'
    fs.renameSync = () => process.kill(process.pid, 'SIGKILL')
    const { default: writeFileAtomic } = await import(${JSON.stringify(import.meta.resolve('write-file-atomic'))})
    writeFileAtomic.sync(process.argv[1], 'half')`
  for (const name of ['secrets.json', image]) {
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script, join(folder, name)])
    expect(signal).toBe('SIGKILL')
  }
  expect(readdirSync(folder)).toHaveLength(whole.length + 2)
  await removeHalfWritten(folder)
  expect(readdirSync(folder).sort()).toEqual(whole.sort())
})

test('a folder that is not there has nothing in it', async () => {
  await expect(removeHalfWritten(join(makeFolder(), 'none'))).resolves.toBeUndefined()
})
