import { expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { placeOf, workTarget } from './work-target.ts'

const worktrees = '/data/worktrees'

/** Tasks by id, each with the one above it and the folder its row tells. */
function tasksOf(rows: Record<string, [parent: string | null, folder: string]>) {
  return {
    get(id: TaskId): TaskSummary | null {
      const row = rows[id]
      return row === undefined ? null : ({ id, parentId: row[0], folder: row[1] } as TaskSummary)
    },
  }
}

const targets = (rows: Record<string, [string | null, string]>, id: string) => {
  const tasks = tasksOf(rows)
  const task = tasks.get(id as TaskId)
  if (task === null) throw new Error(id)
  return [workTarget(tasks, task.parentId, 'from'), placeOf(tasks, task)]
}

it.each<[string, Record<string, [string | null, string]>, [string, string]]>([
  ['alone', { a: [null, '/ws'] }, ['from', '/ws']],
  ['in the folder of its parent', { a: ['p', '/ws'], p: [null, '/ws'] }, ['/ws', '/ws']],
  ['in a worktree of its own', { a: ['p', `${worktrees}/a`], p: [null, '/ws'] }, ['/ws', `${worktrees}/a`]],
  [
    'in the worktree of its parent, which is at work there',
    { a: ['p', `${worktrees}/p/app`], p: ['r', `${worktrees}/p/app`], r: [null, '/ws'] },
    [`${worktrees}/p/app`, `${worktrees}/p/app`],
  ],
  [
    'in the worktree of its parent, whose work was taken over',
    { a: ['p', `${worktrees}/p/app`], p: ['r', '/ws/app'], r: [null, '/ws/app'] },
    ['/ws/app', '/ws/app'],
  ],
  [
    'two levels below one whose work was taken over, in a worktree of its own',
    {
      a: ['m', `${worktrees}/a`],
      m: ['p', `${worktrees}/p`],
      p: ['r', '/ws'],
      r: [null, '/ws'],
    },
    ['/ws', `${worktrees}/a`],
  ],
  [
    'below two whose work was taken over, one after the other',
    {
      a: ['m', `${worktrees}/m`],
      m: ['p', `${worktrees}/p`],
      p: ['r', '/ws'],
      r: [null, '/ws'],
    },
    ['/ws', '/ws'],
  ],
  ['under a task that is gone', { a: ['p', `${worktrees}/p`] }, ['from', `${worktrees}/p`]],
])('a task %s: where its work goes, and where it is', (_, rows, expected) => {
  expect(targets(rows, 'a')).toEqual(expected)
})
