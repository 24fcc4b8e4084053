import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { taskEventBodySchema } from '../../src/contract/task-event.ts'
import { failpointNames } from '../../src/main/base/failpoint.ts'
import { completing } from '../../src/main/testing/conversation.ts'
import { live } from './life.ts'
import { makePlace } from './place.ts'
import { buildForTests } from './test-build.ts'

const facts = taskEventBodySchema.options.map(({ shape }) => shape.type.value)

const readAll = (folder: string, wanted: (name: string) => boolean) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(wanted)
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

it('has a failpoint before and after every fact of the contract', () => {
  const names = failpointNames()
  const around = facts.flatMap((fact) => [`before:${fact}`, `after:${fact}`])
  expect(around.filter((name) => !names.includes(name))).toEqual([])
  const effects = new Set(names.filter((name) => !around.includes(name)).map((name) => name.split(':')[1]))
  expect([...effects].sort()).toEqual([
    ...['command.close', 'command.kill', 'command.spawn', 'file.delete', 'file.rename', 'file.write'],
    ...['git', 'model.request', 'tool'],
  ])
})

it('leaves no failpoint in the product', async () => {
  const { folder } = await buildForTests({ failpoints: false })
  const scripts = readAll(folder, (name) => name.endsWith('.js'))
  expect(scripts.map(({ name }) => name)).toEqual(expect.arrayContaining(['cli.js', 'index.js', 'web.js']))
  const words = ['failpoint', 'FAILPOINT', ...failpointNames()]
  const found = words.filter((word) => scripts.some(({ text }) => text.includes(word)))
  expect(found).toEqual([])
})

it('kills the build for tests where it is told to, and the product nowhere', async () => {
  const place = await makePlace({}, () => completing('Done.'))
  onTestFinished(() => place.dispose())
  const env = { ...place.env, TREELINE_FAILPOINT: failpointNames().join(',') }
  const run = (entry: string) =>
    live(
      entry,
      ['run', 'Do it.', '--mode', 'code', '--approve', 'all'],
      { at: 'end' },
      { cwd: place.folder, env },
    )
  const inTests = await run((await buildForTests({ failpoints: true })).cli)
  expect(inTests).toMatchObject({ killed: true, failpoints: ['before:task.created:1'], lines: [] })
  const product = await run((await buildForTests({ failpoints: false })).cli)
  expect(product).toMatchObject({ killed: false, code: 0, failpoints: [], lines: ['Done.'] })
})

it('says how it is used', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'crash.ts')], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([2, expect.stringContaining('--kills N')])
})
