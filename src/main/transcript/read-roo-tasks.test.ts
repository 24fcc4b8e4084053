import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { startTestApp } from '../testing/test-app.ts'

function writeTask(folder: string, files: Record<string, unknown>): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, value] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.json`), typeof value === 'string' ? value : JSON.stringify(value))
  }
}

it('makes ended tasks of folders, with calls in text and in blocks, their results, costs and parents', async () => {
  const test = await startTestApp({ script: () => completing('Never asked.') })
  try {
    const folder = join(test.dataFolder, 'tasks')
    writeTask(join(folder, 'a'), {
      history_item: { id: 'a', mode: 'orchestrator' },
      api_conversation_history: [
        { role: 'user', content: [{ type: 'text', text: '<task>\nFind the fault.\n</task>' }], ts: 1000 },
        { role: 'assistant', content: 'I look. <read_file><path>a.js</path></read_file>', ts: 2000 },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'const a = 1' },
            { type: 'text', text: '<environment_details>x</environment_details>' },
          ],
        },
        {
          role: 'assistant',
          content: '<attempt_completion><result>Found.</result></attempt_completion>',
          ts: 500,
        },
      ],
      ui_messages: [
        { ts: 1, type: 'say', say: 'api_req_started', text: '{"tokensIn":10,"tokensOut":2,"cost":0.5}' },
      ],
    })
    writeTask(join(folder, 'b'), {
      history_item: { id: 'b', parentTaskId: 'a', rootTaskId: 'a' },
      api_conversation_history: {
        version: 2,
        messages: [
          { role: 'user', content: 'Look there.' },
          {
            role: 'assistant',
            content: [
              { type: 'tool_use', id: 'x1', name: 'list_files', input: { path: '.' } },
              { type: 'odd' },
            ],
          },
          {
            role: 'user',
            content: [{ type: 'tool_result', tool_use_id: 'x1', content: [{ type: 'text', text: 'a.js' }] }],
          },
          { role: 'user', content: 'Go on.' },
        ],
      },
      ui_messages: '{broken',
    })
    const { tasks, notes } = test.app.taskImport.folder(test.workspace.id, folder)
    expect(tasks.map(({ title }) => title)).toEqual(['Find the fault.', 'Look there.'])
    expect(notes).toHaveLength(2)
    expect(notes.join()).toMatch(
      /b: parts that were not understood and are kept as text: 1\.[\s\S]*ui_messages\.json was left out/,
    )
    const [a, b] = [test.view('SA-1'), test.view('SA-2')]
    expect([a.status, a.result, a.usage.cost, a.createdAt]).toEqual(['completed', 'Found.', 0.5, 1000])
    expect(Object.values(a.calls)[0]).toMatchObject({
      name: 'read_file',
      arguments: '{"path":"a.js"}',
      result: 'const a = 1',
    })
    expect([b.status, b.parentId, b.depth]).toEqual(['cancelled', a.id, 1])
    expect(Object.values(b.calls)[0]).toMatchObject({ name: 'list_files', result: 'a.js' })
    expect(b.items.flatMap((item) => (item.type === 'message' ? item.text : []))).toEqual([
      'Look there.',
      'Go on.',
    ])
    expect(() => test.app.taskImport.folder(test.workspace.id, test.folder)).toThrow('holds no task')
  } finally {
    await test.dispose()
  }
})
