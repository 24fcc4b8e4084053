import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { TaskId } from '../src/contract/ids.ts'
import { searchOrderSchema } from '../src/contract/search.ts'
import type { TaskFrame, TreeFrame } from '../src/contract/task-api.ts'
import { seedDatabase } from '../src/main/testing/seed-database.ts'
import { openTestApp } from '../src/main/testing/test-app.ts'

// Measures the app on a data folder with a million messages, which it makes if it is not there:
// `npm run bench:store -- --data DIR --tasks 10000 --messages 1000000`. Holds the limit of three seconds from the
// start to a list and an open transcript, that a search takes 50 milliseconds, and that appending costs no more than in
// an empty folder.

type App = Awaited<ReturnType<typeof openTestApp>>

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join('.cache', 'seeded') },
    tasks: { type: 'string', default: '10000' },
    messages: { type: 'string', default: '1000000' },
  },
})
const folder = resolve(values.data)
if (!existsSync(join(folder, 'treeline.db'))) {
  process.stderr.write(`Seeding ${folder} …\n`)
  // In a process of its own: what making it takes of the memory is none of the app's.
  const order = ['--data', folder, '--tasks', values.tasks, '--messages', values.messages]
  const seed = join(import.meta.dirname, 'seed.ts')
  const { status } = spawnSync(process.execPath, ['--experimental-strip-types', seed, ...order], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`${folder} could not be seeded.`)
}

const open = (dataFolder: string): Promise<App> =>
  openTestApp({
    dataFolder,
    baseUrl: 'http://127.0.0.1:9/v1',
    after: 'wait',
    onProblem: (problem) => process.stderr.write(`${problem}\n`),
  })

const since = (from: number): number => performance.now() - from

async function firstTreeFrame(app: App): Promise<TreeFrame> {
  for await (const frame of app.engine.watch.tree(new AbortController().signal)) return frame
  throw new Error('The tree said nothing.')
}

/** Reads a transcript as a pane does, to its end. Returns the time to its first frame and to its last. */
async function readTranscript(
  app: App,
  taskId: TaskId,
): Promise<{ first: number; whole: number; events: number }> {
  const began = performance.now()
  let first = 0
  let events = 0
  for await (const frame of app.engine.watch.task(taskId, 0, new AbortController().signal)) {
    send(frame)
    events += frame.events.length
    first ||= since(began)
    if (frame.more !== true) break
  }
  return { first, whole: since(began), events }
}

/** What every host does with a frame before it leaves. */
function send(frame: TreeFrame | TaskFrame): void {
  JSON.stringify(frame)
}

function appendTimes(app: App, taskId: TaskId): { median: number; p99: number } {
  const times = Array.from({ length: 500 }, (_, number) => {
    const began = performance.now()
    app.engine.tasks.rename(taskId, `Measured ${number}`)
    return since(began)
  }).sort((a, b) => a - b)
  return { median: times[250] ?? 0, p99: times[495] ?? 0 }
}

/** What is looked for: common words, rare ones, a phrase, a path, a word that is typed, filters, and what nobody said. */
const searches: { text: string; typing?: boolean; mode?: string; statuses?: string[] }[] = [
  { text: 'harbour' },
  { text: 'tide gate water' },
  { text: 'ha', typing: true },
  { text: 'tide skipp', typing: true },
  { text: '"tide table"' },
  { text: 'src/gate.ts' },
  { text: 'npm test -tide' },
  { text: 'tide', mode: 'debug' },
  { text: 'tide', statuses: ['paused', 'interrupted'] },
  { text: 'flamingo' },
  { text: 'harbour flamingo' },
]

/** Takes everything in, then asks for all of it several times. Milliseconds, and what the index takes of the disk. */
async function searchTimes(app: App) {
  const began = performance.now()
  const anything = searchOrderSchema.parse({ text: 'harbour' })
  await app.search.query(anything, { patienceMs: Number.POSITIVE_INFINITY })
  const fill = since(began)
  const times: number[] = []
  for (let round = 0; round < 10; round++) {
    for (const search of searches) {
      const asked = performance.now()
      JSON.stringify(await app.search.query(searchOrderSchema.parse(search), {}))
      times.push(since(asked))
    }
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return {
    fill,
    median: at(0.5),
    p95: at(0.95),
    megabytes: statSync(join(folder, 'search.db')).size / 1024 ** 2,
  }
}

const began = performance.now()
const app = await open(folder)
const startMs = since(began)
const frame = await firstTreeFrame(app)
send(frame)
const listMs = since(began)
const tasks = frame.type === 'snapshot' ? frame.tasks : []
const middle = tasks[tasks.length >> 1]
if (middle === undefined) throw new Error(`${folder} has no tasks.`)
await readTranscript(app, middle.id)
const usableMs = since(began)
const rssMb = process.memoryUsage().rss / 1024 ** 2
const longest = app.store.tasks.find('TR-1') ?? middle
const long = await readTranscript(app, longest.id)
const big = appendTimes(app, middle.id)
const found = await searchTimes(app)
await app.dispose()

const empty = join(folder, '..', `empty-${process.pid}`)
seedDatabase({ folder: empty, tasks: 5, messages: 50, seed: 1 })
const small = await open(empty)
const few = appendTimes(small, (small.store.tasks.list()[0] ?? middle).id)
await small.dispose()
rmSync(empty, { recursive: true, force: true })

const asked = performance.now()
const listed = spawnSync(
  process.execPath,
  [join(import.meta.dirname, '..', 'scripts', 'treeline.mjs'), 'tasks', '--json', '--data', folder],
  { maxBuffer: 1024 ** 3 },
)
const cliMs = since(asked)

const rows: [name: string, value: number, unit: string, limit: number | null][] = [
  ['start of the app', startMs, 'ms', null],
  ['to the first list', listMs, 'ms', null],
  ['to a usable list and an open transcript', usableMs, 'ms', 3_000],
  ['resident memory then', rssMb, 'MB', 400],
  [`first frame of the longest task (${long.events} events)`, long.first, 'ms', 1_000],
  ['the whole of it', long.whole, 'ms', null],
  ['append, median', big.median, 'ms', Math.max(3 * few.median, few.median + 1)],
  ['append, 99 of 100', big.p99, 'ms', null],
  ['append in an empty folder, median', few.median, 'ms', null],
  [`taking everything in for the search (${found.megabytes.toFixed(0)} MB)`, found.fill, 'ms', null],
  ['search, median', found.median, 'ms', 50],
  ['search, 95 of 100', found.p95, 'ms', 50],
  [`tasks --json (${(listed.stdout.length / 1024 ** 2).toFixed(1)} MB)`, cliMs, 'ms', 3_000],
]
process.stdout.write(`${tasks.length} tasks in ${folder}; node ${process.version}\n`)
let broken = listed.status === 0 ? 0 : 1
for (const [name, value, unit, limit] of rows) {
  const kept = limit === null || value <= limit
  if (!kept) broken++
  const bound = limit === null ? '' : ` (at most ${limit.toFixed(0)} ${unit})`
  process.stdout.write(
    `${limit === null ? '      ' : kept ? 'kept  ' : 'BROKEN'}  ${name}: ${value.toFixed(1)} ${unit}${bound}\n`,
  )
}
process.exitCode = broken === 0 ? 0 : 1
