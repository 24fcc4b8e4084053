import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { effectiveModeSchema } from '../src/contract/mode.ts'
import { taskSummarySchema } from '../src/contract/task-summary.ts'
import { calling, completing } from '../src/main/testing/conversation.ts'
import {
  buildSummary,
  medianStory,
  planMessage,
  planSummary,
  prompt,
  synthesis,
} from './support/median-story.ts'
import { expect, test } from './support/place.ts'
import { writeFiles } from './support/repository.ts'
import { toolNames } from './support/scripted-model.ts'

test('tasks, show and export tell what was done, also while another process is at work', async ({
  place,
}) => {
  place.model.play(medianStory)
  expect((await place.treeline('run', prompt, '--approve', 'all')).code).toBe(0)
  const host = await place.startHost()

  const tasks = z.array(taskSummarySchema).parse(JSON.parse((await place.treeline('tasks', '--json')).stdout))
  const [root] = tasks.filter(({ parentId }) => parentId === null)
  expect(
    tasks
      .map(({ displayId, mode, status, parentId, rootId }) => [
        displayId,
        mode,
        status,
        parentId === null ? null : parentId === root?.id,
        rootId === root?.id,
      ])
      .sort(),
  ).toEqual([
    ['SA-1', 'orchestrator', 'completed', null, true],
    ['SA-2', 'architect', 'completed', true, true],
    ['SA-3', 'code', 'completed', true, true],
  ])
  expect(
    (await place.treeline('tasks')).stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/).slice(0, 4)),
  ).toEqual([
    ['SA-1', 'completed', 'orchestrator', expect.any(String)],
    ['', 'SA-2', 'completed', 'architect'],
    ['', 'SA-3', 'completed', 'code'],
  ])

  const shown = await place.treeline('show', 'SA-1')
  expect(shown.code).toBe(0)
  for (const text of [prompt, planMessage, planSummary, buildSummary, synthesis])
    expect(shown.stdout).toContain(text)
  expect(shown.stdout).not.toContain('export const median')
  const asJson = await place.treeline('show', 'SA-3', '--json')
  expect(JSON.stringify(JSON.parse(asJson.stdout))).toContain('export const median')
  const byId = await place.treeline('show', root?.id as string)
  expect(byId.stdout).toBe(shown.stdout)

  const file = join(place.root, 'tree.md')
  const exported = await place.treeline('export', 'SA-1', '--subtree', '-o', file)
  expect([exported.code, exported.stdout, exported.stderr]).toEqual([0, '', `Wrote ${file}\n`])
  for (const text of ['SA-1', 'SA-2', 'SA-3', synthesis, 'loaded-42'])
    expect(readFileSync(file, 'utf8')).toContain(text)
  const json = await place.treeline('export', 'SA-1', '--format', 'json', '--subtree')
  const again = await place.treeline('export', 'SA-1', '--format', 'json', '--subtree')
  expect(again.stdout).toBe(json.stdout)
  expect(JSON.parse(json.stdout).tasks).toHaveLength(3)
  const nowhere = await place.treeline('export', 'SA-1', '-o', join(place.root, 'none', 'x.md'))
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('could not be written')])

  // The data folder has one writer: another run is refused in words, and changes nothing.
  const refused = await place.treeline('run', prompt, '--approve', 'all')
  expect([refused.code, refused.stdout]).toEqual([1, ''])
  expect(refused.stderr).toMatch(/already|another|in use/i)
  await host.end()
  expect(
    (await place.treeline('run', 'Once more: add a median to the library.', '--approve', 'all')).code,
  ).toBe(0)
})

test('reading an empty place is no error', async ({ place }) => {
  expect(await place.treeline('tasks', '--json')).toEqual({ code: 0, stdout: '[]\n', stderr: '' })
  expect((await place.treeline('tasks')).stderr).toContain('treeline run')
  expect((await place.treeline('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect((await place.treeline('--help')).stdout).toContain('resume')
  expect((await place.treeline('run', '--help')).stdout).toContain('--approve')
})

test('a reader that closes the pipe early ends the command quietly', async ({ place }) => {
  const read = place.startTreeline(['modes', '--json'])
  read.closeOutput()
  expect([await read.ended, read.stderr()]).toEqual([{ code: 0, signal: null }, ''])

  place.model.play(medianStory)
  const run = place.startTreeline(['run', prompt, '--approve', 'all', '--json'])
  await run.line(/"turn\.requested"/)
  run.closeOutput()
  expect(await run.ended).toEqual({ code: 130, signal: null })
  expect(run.stderr()).not.toContain('EPIPE')
  const again = await place.treeline('resume')
  expect([again.code, again.stdout]).toEqual([0, `${synthesis}\n`])
})

const roomodes = JSON.stringify({
  customModes: [
    { slug: 'code', name: 'Project code', roleDefinition: 'You code for the project.', groups: ['read'] },
    { slug: 'poet', name: 'Poet', roleDefinition: 'You write verse.', groups: ['read'] },
  ],
})
const projectModes = `customModes:
  - slug: poet
    name: Laureate
    roleDefinition: You write verse of the first rank.
    groups: [read, edit]
`
const userModes = JSON.stringify({
  customModes: [
    { slug: 'code', name: 'My code', roleDefinition: 'You code for me.', groups: ['read', 'edit'] },
    { slug: 'critic', name: 'Critic', roleDefinition: 'You find fault.', groups: ['read'] },
  ],
})

test('modes: project before user before built in, and a folder that is not trusted has no say', async ({
  place,
}) => {
  writeFiles(place.folder, { '.roomodes': roomodes, '.treeline/modes.yaml': projectModes })
  writeFiles(place.dataFolder, { 'modes.json': userModes })
  const modesWith = async (...args: string[]) => {
    const { code, stdout } = await place.treeline('modes', '--json', ...args)
    expect(code).toBe(0)
    const modes = z.array(effectiveModeSchema).parse(JSON.parse(stdout))
    return Object.fromEntries(
      modes.map(({ slug, name, source, overrides }) => [slug, [name, source, overrides]]),
    )
  }
  const trusted = await modesWith()
  expect(trusted).toMatchObject({
    orchestrator: [expect.any(String), 'builtin', []],
    code: ['Project code', 'project', ['user', 'builtin']],
    poet: ['Laureate', 'project', []],
    critic: ['Critic', 'user', []],
  })
  const untrusted = await modesWith('--no-trust')
  expect(untrusted).toMatchObject({ code: ['My code', 'user', ['builtin']], critic: ['Critic', 'user', []] })
  expect(untrusted.poet).toBeUndefined()
  const listed = await place.treeline('modes')
  expect(listed.stdout).toContain('code  Project code  [read]  project, replaces user, builtin')
  expect(listed.stderr).toMatch(/\.roomodes.*"poet" is also defined/)

  // Running there obeys them, unless told not to.
  place.model.play(() => completing('Verse.'))
  expect((await place.treeline('run', 'Write.', '--mode', 'poet', '--approve', 'all')).code).toBe(0)
  expect(place.model.requestsOf('Write.')[0]?.rawBody).toContain('verse of the first rank')
  const refused = await place.treeline('run', 'Write.', '--mode', 'poet', '--no-trust')
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('no mode "poet"')])
  expect(
    (await place.treeline('run', 'Code.', '--mode', 'code', '--no-trust', '--approve', 'all')).code,
  ).toBe(0)
  const [code] = place.model.requestsOf('Code.')
  expect(code?.rawBody).toContain('You code for me.')
  expect(code?.rawBody).not.toContain('You code for the project.')
})

test('a broken modes file is told with its line, and the other modes hold', async ({ place }) => {
  writeFiles(place.dataFolder, {
    'modes.json':
      '{\n  "customModes": [\n    { "slug": "good", "name": "Good", "roleDefinition": "You are good.", "groups": [] },\n    { "slug": "bad one", "name": "Bad", "roleDefinition": "You are bad.", "groups": [] }\n  ]\n}\n',
  })
  const { code, stdout, stderr } = await place.treeline('modes')
  expect(code).toBe(0)
  expect(stdout).toContain('good  Good')
  expect(stderr).toMatch(/modes\.json:4: error: /)
})

/** The shape of configuration that people paste to let their orchestrator read. */
const readingOrchestrator = JSON.stringify({
  customModes: [
    {
      slug: 'orchestrator',
      name: 'Orchestrator that reads',
      roleDefinition: 'You split work into pieces and hand each to the mode made for it.',
      customInstructions:
        'Give every piece its context, its scope and a way to report.\n\nPut the reports together.',
      groups: ['read'],
      source: 'global',
    },
  ],
})

test('an orchestrator that was given read can read, and still neither edit, run nor call MCP', async ({
  place,
}) => {
  place.model.play(({ opening, turn, last }) => {
    if (turn === 0) return calling('read_file', { path: 'README.md' })
    if (opening === 'Look.') return completing(last)
    if (turn === 1) return calling('write_to_file', { path: 'README.md', content: 'changed' })
    if (turn === 2) return calling('execute_command', { command: 'echo x > README.md' })
    return completing(last)
  })
  const before = await place.treeline('run', 'Look.', '--approve', 'all')
  expect([before.code, before.stdout]).toEqual([0, expect.stringContaining('does not offer "read_file"')])
  writeFiles(place.dataFolder, { 'modes.json': readingOrchestrator })
  const after = await place.treeline('run', 'Look again.', '--approve', 'all')
  expect(after.code).toBe(0)

  const [without] = place.model.requestsOf('Look.')
  const [withRead, second] = place.model.requestsOf('Look again.')
  const always = [
    'ask_followup_question',
    'attempt_completion',
    'new_task',
    'switch_mode',
    'update_todo_list',
  ]
  expect(toolNames(without?.body as never)).toEqual(always)
  expect(toolNames(withRead?.body as never)).toEqual(
    [...always, 'list_files', 'read_file', 'search_files'].sort(),
  )
  expect(withRead?.rawBody).toContain('Put the reports together.')
  expect(second?.last).toContain('# Sample app')
  expect(
    place.model
      .requestsOf('Look again.')
      .slice(2)
      .map(({ last }) => /does not offer/.test(last)),
  ).toEqual([true, true])
  expect(readFileSync(join(place.folder, 'README.md'), 'utf8')).toBe('# Sample app\n')
})

test('architect mode is kept by the engine from changing anything but Markdown', async ({ place }) => {
  place.model.play(({ turn, last }) => {
    if (turn === 0) return calling('write_to_file', { path: 'src/stats.js', content: 'broken' })
    if (turn === 1) return calling('write_to_file', { path: 'docs/plan.md', content: '# Plan\n' })
    return completing(last)
  })
  const { code } = await place.treeline('run', 'Plan.', '--mode', 'architect', '--approve', 'all')
  expect(code).toBe(0)
  const results = place.model.requestsOf('Plan.').map(({ last }) => last)
  expect(results[1]).toMatch(/\\\.md|Markdown/)
  expect(readFileSync(join(place.folder, 'src/stats.js'), 'utf8')).toContain('mean')
  expect(readFileSync(join(place.folder, 'docs/plan.md'), 'utf8')).toBe('# Plan\n')
})
