import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import { newId } from '../base/new-id.ts'
import type { Store } from '../store/store.ts'
import { historyArbitrary, writeHistory } from '../testing/random-history.ts'
import { temporaryStore } from '../testing/sample-store.ts'
import { importedReason } from './close-imported.ts'
import { exportTranscript } from './export-transcript.ts'
import { planImport } from './plan-import.ts'
import { readTranscriptJson } from './read-transcript-json.ts'

type Exported = { tasks: { id: string; events: { type: string }[] }[] }

/** Imports into the first workspace of a store, as the app does. */
function bringInto(store: Store, text: string): TaskId[] {
  const [workspace] = store.workspaces.list()
  if (workspace === undefined) throw new Error('There is no workspace.')
  const plan = planImport(readTranscriptJson(text), {
    workspace,
    newId,
    now: 1e9,
    nextDisplayId: () => store.workspaces.nextDisplayId(workspace.id),
    modeSnapshot: (_slug, id) => id,
  })
  store.events.append(plan.entries, 1e9)
  return plan.tasks.map(({ id }) => id)
}

/** An export with every id by the place where it comes first, and folders that belong to a machine left out. */
function nameless(tasks: Exported['tasks']): string {
  const places = new Map<string, string>()
  const text = JSON.stringify(tasks, (key, value) =>
    ['folder', 'into', 'from'].includes(key) && String(value).startsWith('/') ? 'a folder' : value,
  )
  return text.replace(/"(?:(?:tsk|call|turn|apr|msg|cmd|c)_\w+|[A-Z]{2,}-\d+)"/g, (id) => {
    const place = places.get(id) ?? `"#${places.size}"`
    places.set(id, place)
    return place
  })
}

/** What an import adds behind a log. */
const endings = new Set([
  ...['turn.aborted', 'approval.decided', 'subtask.returned', 'tool.finished', 'status.changed'],
  ...['work.dropped', 'task.moved', 'task.restored'],
])

describe('an imported tree', () => {
  it('exports as what it was imported from, up to ids and folders, with nothing under way', async () => {
    await fc.assert(
      fc.asyncProperty(historyArbitrary, async (choices) => {
        const { store } = temporaryStore()
        writeHistory(store, choices)
        const roots = [...store.tasks.list(), ...store.tasks.deleted()].filter(
          (task) => task.parentId === null,
        )
        for (const root of roots) {
          const written = (await exportTranscript(store, root.id, { format: 'json', subtree: true })).content
          // One that was unnested has its old parent in its log, and nowhere else in the file.
          if (/"type": "task.created",\s+"displayId": "[^"]+",\s+"parentId": "/.test(written.slice(0, 2_000)))
            continue
          const ids = bringInto(store, written)
          const [top] = ids
          if (top === undefined) throw new Error('Nothing came in.')
          const again = (await exportTranscript(store, top, { format: 'json', subtree: true })).content
          const before: Exported = JSON.parse(written)
          const after: Exported = JSON.parse(again)
          expect(after.tasks.map(({ id }) => id)).toEqual(ids)
          const cut = after.tasks.map((task, index) => {
            const known = before.tasks[index]?.events.length ?? 0
            for (const { type } of task.events.slice(known)) expect(endings).toContain(type)
            return { events: task.events.slice(0, known) }
          })
          expect(nameless(cut as never)).toBe(
            nameless(before.tasks.map(({ events }) => ({ events })) as never),
          )

          for (const id of ids) {
            const task = store.tasks.get(id)
            expect(task?.folder).toBe('/home/me/treeline')
            if (task === null || isEnded(task.status)) continue
            expect([task.status, task.statusReason]).toEqual(['paused', importedReason])
          }
          // What was brought in is at rest: brought in once more, it gets nothing behind its log.
          const [third] = bringInto(store, again)
          if (third === undefined) throw new Error('Nothing came in.')
          const thirdText = (await exportTranscript(store, third, { format: 'json', subtree: true })).content
          expect(nameless(JSON.parse(thirdText).tasks.map(({ events }: never) => ({ events })))).toBe(
            nameless(after.tasks.map(({ events }) => ({ events })) as never),
          )
        }
      }),
      { numRuns: 20, endOnFailure: true },
    )
  })
})
