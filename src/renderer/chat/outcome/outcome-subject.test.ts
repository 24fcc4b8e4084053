import { expect, test } from 'vitest'
import { outcomeSubject } from './outcome-subject.ts'

type Call = Parameters<typeof outcomeSubject>[0]
const subject = (name: string, args: object, facts: Partial<Call> = {}) =>
  outcomeSubject(
    { name, arguments: JSON.stringify(args), write: null, approval: null, ...facts },
    '/home/me/shop',
  )

test('a card names in full what it asks about', () => {
  const write = { path: '/home/me/shop/a.ts', before: 'x', after: 'y' }
  expect([
    subject('execute_command', { command: 'npm run fill\n&& echo done' }),
    subject('execute_command', { command: 'make', cwd: 'tools' }),
    subject('write_to_file', { path: 'a.ts', content: '…' }, { write }),
    subject('delete_file', { path: 'a.ts' }, { write: { ...write, after: null } }),
    subject('use_mcp_tool', { name: 'post' }),
  ]).toEqual([
    { title: 'What became of this command?', text: 'npm run fill\n&& echo done', folder: '/home/me/shop' },
    { title: 'What became of this command?', text: 'make', folder: 'tools' },
    { title: 'What became of this change?', text: '/home/me/shop/a.ts', folder: null },
    { title: 'Was this deleted?', text: '/home/me/shop/a.ts', folder: null },
    { title: 'What became of “Use use_mcp_tool”?', text: 'post', folder: null },
  ])
})
