import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskEventBody, TaskEventOf } from '../../src/contract/task-event.ts'
import type { TaskStatus } from '../../src/contract/task-status.ts'
import { connectForWriting } from '../../src/main/store/database.ts'
import { openStore } from '../../src/main/store/open-store.ts'
import type { Store } from '../../src/main/store/store.ts'
import {
  approvalRequested,
  callId,
  created,
  type Ground,
  messageId,
  sampleMode,
  statusChanged,
  subtaskReturned,
  subtaskStarted,
  taskId,
  toolFinished,
  toolStarted,
  turnCommitted,
  turnId,
  turnRequested,
} from '../../src/main/testing/sample-events.ts'

/** What has no place to be broken: as long as names of generated things get. */
export const unbroken = 'harbourGateHeightsOfTheWholeYearInOneTable_'.repeat(12)
export const longPath = `src/${'deeply-nested-folder-of-generated-things/'.repeat(7)}table-of-heights.generated.ts`

const wideTable = [
  `| ${Array.from({ length: 12 }, (_, column) => `Column ${column}`).join(' | ')} |`,
  `|${'---|'.repeat(12)}`,
  `| ${Array.from({ length: 12 }, (_, column) => `value-${column}-of-the-row`).join(' | ')} |`,
].join('\n')
const answer = [
  `## ${unbroken}`,
  `A path \`${longPath}\`, an address https://example.invalid/${unbroken} and a word ${unbroken}.`,
  wideTable,
  `\`\`\`ts\nexport const ${unbroken} = '${unbroken}'\n\`\`\``,
  `- one\n  - two\n    - three\n      - four\n        - five ${unbroken}`,
  `> ${unbroken}`,
].join('\n\n')

/** How many subtasks the wide task has, and how many small trees stand below the odd ones in the list. */
const subtasks = 200
const smallTrees = 150

/** Tasks in every odd state, by what is odd. `SA-1` is the oldest. */
export type OddTasks = Record<
  | 'wide'
  | 'long'
  | 'question'
  | 'queue'
  | 'failed'
  | 'damaged'
  | 'deleted'
  | 'archived'
  | 'untouched'
  | 'plain',
  string
>

/**
 * Writes a data folder that holds them for the workspace in `folder`, before a host is started on it: a parent
 * of 200 subtasks of which some wait for a person, a transcript of what cannot be broken, a question with many
 * suggestions, a queue of thirty messages, a log that is damaged, and a list of hundreds of trees.
 */
export function seedOddTasks(dataFolder: string, folder: string): OddTasks {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const store = openStore({ folder: dataFolder })
  try {
    return writeOddTasks(store, folder)
  } finally {
    store.dispose()
    breakLog(dataFolder)
  }
}

function writeOddTasks(store: Store, folder: string): OddTasks {
  const ground = {
    workspace: store.workspaces.open(folder, 1),
    modeSnapshotId: store.modes.keep({ ...sampleMode, groups: [{ group: 'read' }, { group: 'command' }] }),
  }
  let clock = Date.UTC(2026, 0, 5, 9)
  const put = (name: string, bodies: TaskEventBody[]) => {
    const entries = bodies.map((body, index) => ({ taskId: taskId(name), body, at: clock + index * 1_700 }))
    clock += bodies.length * 1_700
    store.events.append(entries, clock, 'ordered')
  }
  const make = (name: string, change: Partial<TaskEventOf<'task.created'>>, bodies: TaskEventBody[]) => {
    const made = created(store, ground, taskId(name), { title: name, ...change })
    put(name, [made, ...bodies])
    return made.displayId
  }
  for (let index = 0; index < smallTrees; index++) {
    make(`a-small-${String(index).padStart(3, '0')}`, { title: `Table of gate ${index}` }, [
      ...started(),
      ...ended('completed', index),
    ])
  }
  const ids = {
    plain: make('plain', { title: 'A plain task' }, [...started(), ...ended('completed', 0)]),
    untouched: make('untouched', { title: 'Nothing happened yet' }, [statusChanged('queued', 'paused')]),
    archived: make('archived', { title: 'Done with this' }, [...started(), ...ended('completed', 1)]),
    deleted: make('deleted', { title: 'Not wanted any more' }, [
      ...started(),
      ...ended('cancelled', 0),
      { type: 'task.deleted' },
    ]),
    damaged: make('damaged', { title: 'Its log is damaged' }, [...started(), ...reading('damaged')]),
    failed: make('failed', { title: 'Did not work' }, [...started(), ...ended('failed', 0)]),
    queue: make('queue', { title: 'Has much to read' }, [
      ...started(),
      ...asking('queue', 'npm test'),
      ...queue(),
    ]),
    question: make('question', { title: 'Asks much' }, [...started(), ...question('question')]),
    long: make('long', { title: unbroken, message: `${unbroken}\n\n${unbroken.repeat(4)}` }, [
      ...started(),
      ...unbreakable(),
    ]),
    wide: writeWide(store, ground, make, put),
  }
  store.marks.setArchived(taskId('archived'), clock)
  return ids
}

const started = (): TaskEventBody[] => [statusChanged('queued', 'in_progress')]

function ended(to: 'completed' | 'failed' | 'cancelled', seed: number): TaskEventBody[] {
  const words: Record<typeof to, TaskEventBody> = {
    completed: { type: 'task.completed', result: `Gate ${seed} opens at noon.` },
    failed: { type: 'task.failed', message: `The model refused: ${unbroken}`, failure: null },
    cancelled: { type: 'task.cancelled', by: 'person', reason: '' },
  }
  return [words[to], statusChanged('in_progress', to)]
}

function reading(name: string): TaskEventBody[] {
  const [turn, call] = [turnId(name), callId(name)]
  return [
    turnRequested(turn),
    turnCommitted(turn, [[call, 'read_file', { path: 'README.md' }]]),
    toolStarted(call),
    toolFinished(call),
  ]
}

/** A command that waits for a yes. */
function asking(name: string, command: string): TaskEventBody[] {
  const [turn, call] = [turnId(`${name}-asks`), callId(`${name}-asks`)]
  return [
    turnRequested(turn),
    turnCommitted(turn, [[call, 'execute_command', { command }]]),
    approvalRequested(name, call, command),
    statusChanged('in_progress', 'awaiting_approval'),
  ]
}

function queue(): TaskEventBody[] {
  return Array.from({ length: 30 }, (_, index) => ({
    type: 'message.added',
    messageId: messageId(`queued-${index}`),
    from: 'person',
    text: index % 5 === 0 ? unbroken : `And mind gate ${index} while you are at it.`,
  }))
}

function question(name: string): TaskEventBody[] {
  const [turn, call] = [turnId(`${name}-question`), callId(`${name}-question`)]
  const suggestions = Array.from({ length: 12 }, (_, index) => ({
    text:
      index % 4 === 0
        ? unbroken.slice(0, 160)
        : `Take the heights of gate ${index}, as they were measured last.`,
    mode: null,
  }))
  const asked = `Which of them?\n\n${'The tables differ, and nobody says which one holds. '.repeat(20)}`
  return [
    turnRequested(turn),
    turnCommitted(turn, [
      [
        call,
        'ask_followup_question',
        { question: asked, follow_up: suggestions.map(({ text }) => ({ text })) },
      ],
    ]),
    { type: 'question.asked', callId: call, question: asked, suggestions },
    statusChanged('in_progress', 'awaiting_input'),
  ]
}

function unbreakable(): TaskEventBody[] {
  const [turn, read, run, next] = [
    turnId('long-0'),
    callId('long-read'),
    callId('long-run'),
    turnId('long-1'),
  ]
  const committed = turnCommitted(turn, [
    [read, 'read_file', { path: longPath }],
    [run, 'execute_command', { command: `node ${longPath} --table ${unbroken}` }],
  ])
  const done = (call: typeof read) =>
    ({ ...toolFinished(call), result: `${unbroken.repeat(3)}\n` }) as TaskEventBody
  const todo = { type: 'todo.updated', items: [{ text: unbroken, status: 'in_progress' }] } as const
  return [
    turnRequested(turn),
    { ...committed, text: answer, reasoning: unbroken } as TaskEventBody,
    toolStarted(read),
    done(read),
    { ...toolStarted(run), action: 'command' } as TaskEventBody,
    done(run),
    { type: 'todo.updated', items: [...todo.items, { text: 'A short one', status: 'pending' }] },
    turnRequested(next),
    turnCommitted(next),
    ...ended('failed', 0),
  ]
}

/** Ids are in order of birth, as those of the app are. */
const numbered = (index: number) => `wide-${String(index).padStart(3, '0')}`

const childStatus = (index: number): TaskStatus =>
  index % 5 === 0
    ? 'awaiting_approval'
    : index % 17 === 0
      ? 'awaiting_input'
      : index % 11 === 0
        ? 'failed'
        : 'completed'

/** A parent in whose one turn everything was delegated, and its children: some done, some waiting for a person. */
function writeWide(
  store: Store,
  ground: Ground,
  make: (name: string, change: Partial<TaskEventOf<'task.created'>>, bodies: TaskEventBody[]) => string,
  put: (name: string, bodies: TaskEventBody[]) => void,
): string {
  const turn = turnId('wide')
  const calls = Array.from({ length: subtasks }, (_, index) => callId(numbered(index)))
  const displayId = make(
    'wide',
    { title: 'Tables of all gates', mode: 'orchestrator', modeName: 'Orchestrator' },
    [
      ...started(),
      turnRequested(turn),
      turnCommitted(
        turn,
        calls.map((call, index) => [
          call,
          'new_task',
          { mode: 'code', message: `Make the table of gate ${index}.` },
        ]),
      ),
    ],
  )
  for (const [index, call] of calls.entries()) {
    const name = numbered(index)
    const status = childStatus(index)
    const child = created(store, ground, taskId(name), {
      parentId: taskId('wide'),
      rootId: taskId('wide'),
      parentCallId: call,
      depth: 1,
      title: index % 9 === 0 ? unbroken : `Make the table of gate ${index}`,
    })
    const begun = [subtaskStarted(call, taskId(name), child.displayId)]
    put(name, [child, ...started()])
    put('wide', index === 0 ? [...begun, statusChanged('in_progress', 'awaiting_subtask')] : begun)
    put(name, childEnd(name, status, index))
    if (status !== 'completed' && status !== 'failed') continue
    put('wide', [subtaskReturned(call, taskId(name), child.displayId, status), toolFinished(call)])
  }
  return displayId
}

function childEnd(name: string, status: TaskStatus, index: number): TaskEventBody[] {
  if (status === 'completed' || status === 'failed') return ended(status, index)
  if (status === 'awaiting_input') return question(name)
  const command =
    index % 2 === 0 ? `npm run table -- --gate ${index}` : `node ${longPath} --table ${unbroken}`
  return asking(name, command)
}

/** Makes the log of the task that is to be damaged unreadable from its fourth event on. */
function breakLog(dataFolder: string): void {
  const database = connectForWriting(join(dataFolder, 'treeline.db'))
  database.prepare(`UPDATE events SET payload = '{' WHERE seq = 5 AND task_id = ?`).run(taskId('damaged'))
  database.close()
}
