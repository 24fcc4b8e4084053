import type { WorkspaceId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { aTask } from './a-task.ts'
import { createFakeLog, type FakeTask, fakeId } from './fake-log.ts'

const modeNames: Record<string, string> = {
  orchestrator: 'Orchestrator',
  code: 'Code',
  architect: 'Architect',
  debug: 'Debug',
  ask: 'Ask',
  test: 'Test',
  review: 'Review',
}

const patch = `--- a/src/checkout/rate-limit.ts
+++ b/src/checkout/rate-limit.ts
@@ -1,9 +1,16 @@
 import type { Request } from '../http/request.ts'
+import { createBucket } from './token-bucket.ts'
 
-const limit = 100
+/** Requests a customer may make in a minute. */
+const limitPerMinute = 60
 
 export function rateLimit(request: Request): boolean {
-  return count(request.ip) < limit
+  const bucket = buckets.get(request.customerId)
+  return bucket.take(1)
 }
`

const output =
  '\u001b[1m RUN \u001b[0m v5.1.1 /home/ada/acme-shop\n\n \u001b[32m✓\u001b[0m src/checkout/token-bucket.test.ts (6 tests) 41ms\n \u001b[31m❯\u001b[0m src/checkout/rate-limit.test.ts (4 tests | 1 failed) 88ms\n   \u001b[31m×\u001b[0m refuses the 61st request of a minute\n\n Tests  1 failed | 9 passed (10)\n'

/** A believable workspace: a tree with every status in it, and logs to go with it. */
export function makeSample(workspaceId: WorkspaceId, now: number): FakeTask[] {
  const tasks: FakeTask[] = []
  let counter = 0

  function task(
    title: string,
    mode: string,
    message: string,
    parent: FakeTask | null,
    facts: Partial<TaskSummary> = {},
  ) {
    counter += 1
    const name = `${counter}`.padStart(4, '0')
    const { id: _id, parentId: _parent, ...given } = facts
    const summary = aTask(name, {
      displayId: `AS-${counter}`,
      workspaceId,
      folder: '/home/ada/acme-shop',
      mode,
      modeName: modeNames[mode] ?? mode,
      title,
      status: 'queued',
      providerId: 'demo' as never,
      model: 'demo-large',
      depth: parent === null ? 0 : parent.summary.depth + 1,
      ...(parent === null ? {} : { parentId: parent.summary.id.slice(4) }),
      ...given,
    })
    const made: FakeTask = { summary, events: [] }
    tasks.push(made)
    const startedAt = now - (40 - counter) * 240_000
    summary.createdAt = startedAt
    const log = createFakeLog(made, startedAt)
    log.add({
      type: 'task.created',
      displayId: summary.displayId,
      parentId: summary.parentId,
      rootId: parent?.summary.rootId ?? summary.id,
      parentCallId: null,
      depth: summary.depth,
      background: false,
      workspaceId,
      folder: summary.folder,
      mode,
      modeName: summary.modeName,
      modeSnapshotId: summary.modeSnapshotId,
      delegation: true,
      title,
      message,
      providerId: summary.providerId,
      model: summary.model,
    })
    log.status('in_progress')
    return { made, log }
  }

  const old = task('Upgrade the payment SDK to v14', 'orchestrator', 'Upgrade the payment SDK.', null)
  old.log.turn('The SDK is on v14 and all checks pass.')
  old.log.add({ type: 'task.completed', result: 'The payment SDK is on v14.' })
  old.log.status('completed')
  const audit = task('List uses of the old API', 'ask', 'List every use of the v13 API.', old.made)
  audit.log.status('completed')
  const broken = task('Migrate webhooks', 'code', 'Migrate the webhook handlers.', old.made)
  broken.log.add({ type: 'task.failed', message: 'The server refused the key (401).', failure: null })
  broken.log.status('failed', 'The server refused the key (401).')

  const root = task(
    'Rate-limit the checkout API per customer',
    'orchestrator',
    'Rate-limit the checkout API: 60 requests a minute for each customer, answers with 429 and Retry-After, and tests.',
    null,
  )
  root.log.add({
    type: 'todo.updated',
    items: [
      { text: 'Find where requests enter the checkout', status: 'completed' },
      { text: 'Decide on the algorithm and where it stands', status: 'completed' },
      { text: 'Write the token bucket and wire it in', status: 'in_progress' },
      { text: 'Cover it with tests, Retry-After included', status: 'pending' },
      { text: 'Review the whole change', status: 'pending' },
    ],
  })
  const design = task(
    'Choose an algorithm and its place',
    'architect',
    'Decide how to limit requests per customer.',
    root.made,
  )
  design.log.turn('A token bucket per customer, in memory, in front of the router.')
  design.log.add({ type: 'task.completed', result: 'Token bucket per customer in front of the router.' })
  design.log.status('completed')

  const code = task('Write the token bucket and wire it in', 'code', 'Write the token bucket.', root.made)
  const [read] = code.log.turn(
    'I start with the file that counts requests today.',
    [['read_file', { path: 'src/checkout/rate-limit.ts' }]],
    'The limiter counts by address. Customers share addresses behind NAT, so the key must be the customer.',
  )
  code.log.done(read as never, 'export function rateLimit…', {
    type: 'file',
    path: 'src/checkout/rate-limit.ts',
    fromLine: 1,
    toLine: 48,
  })
  const [edit] = code.log.turn('Now the change itself.', [
    ['apply_diff', { path: 'src/checkout/rate-limit.ts', diff: '…' }],
  ])
  code.log.done(edit as never, 'Applied 1 of 1 blocks.', {
    type: 'edit',
    path: 'src/checkout/rate-limit.ts',
    patch,
    added: 5,
    removed: 2,
    created: false,
  })
  const [made] = code.log.turn('And the bucket, in a file of its own.', [
    ['write_to_file', { path: 'src/checkout/token-bucket.ts', content: '…' }],
  ])
  code.log.done(made as never, 'Wrote 31 lines.', {
    type: 'edit',
    path: 'src/checkout/token-bucket.ts',
    patch: `--- /dev/null\n+++ b/src/checkout/token-bucket.ts\n@@ -0,0 +1,3 @@\n+export function createBucket(size: number) {\n+  return { take: (n: number) => n <= size }\n+}\n`,
    added: 31,
    removed: 0,
    created: true,
  })
  const [ran] = code.log.turn('The tests tell whether it holds.', [
    ['execute_command', { command: 'npx vitest run src/checkout' }],
  ])
  code.log.done(ran as never, 'exit code 1', {
    type: 'command',
    commandId: 'cmd_1',
    command: 'npx vitest run src/checkout',
    exitCode: 1,
    ended: 'exited with 1',
    output,
    bytes: output.length,
  })
  const [ask] = code.log.turn(
    'One test fails because the clock is real. I make it injectable and run again.',
    [['execute_command', { command: 'npx vitest run src/checkout --reporter=dot' }]],
  )
  code.log.add({
    type: 'approval.requested',
    approvalId: fakeId('apr'),
    callId: ask as never,
    action: 'command',
    subject: {
      type: 'command',
      command: 'npx vitest run src/checkout --reporter=dot',
      cwd: '/home/ada/acme-shop',
      background: false,
      timeoutMs: 120_000,
    },
    hash: 'h',
    why: 'Commands ask unless “All commands” is on.',
  })
  code.log.status('awaiting_approval')
  code.made.summary.activity = 'asks to run npx vitest run src/checkout'

  const [spawned] = root.log.turn(
    'The design is settled. Code mode writes it, since it may edit and run tests.',
    [['new_task', { mode: 'code', message: 'Write the token bucket.' }]],
  )
  root.log.add({
    type: 'subtask.started',
    callId: spawned as never,
    childId: code.made.summary.id,
    childDisplayId: code.made.summary.displayId,
    mode: 'code',
    message: 'Write the token bucket.',
    background: false,
  })
  root.log.status('awaiting_subtask')
  root.made.summary.activity = `waits for ${code.made.summary.displayId}`

  const tests = task('Cover Retry-After and bursts with tests', 'test', 'Write the tests.', root.made)
  tests.log.turn('The burst case needs a clock that a test can move.')
  tests.made.summary.activity = 'write_to_file src/checkout/burst.test.ts'
  const [question] = tests.log.turn('One thing is not mine to decide.', [
    ['ask_followup_question', { question: 'May a burst exceed the limit?' }],
  ])
  const deep = task('Reproduce the flaky clock test', 'debug', 'Find out why it is flaky.', tests.made)
  deep.log.turn('I run the test a hundred times and watch the clock.')
  tests.log.add({
    type: 'question.asked',
    callId: question as never,
    question: 'May a burst exceed 60 requests a minute when the bucket is full?',
    suggestions: [
      { text: 'No, 60 is a hard limit', mode: null },
      { text: 'Yes, up to 90 for ten seconds', mode: null },
    ],
  })
  tests.log.status('awaiting_input')
  task('Review the whole change', 'review', 'Review it.', root.made).log.status('queued')

  const paused = task('Translate the storefront into Portuguese', 'code', 'Translate it.', null)
  paused.log.status('paused', 'Stopped by you')
  const cut = task('Speed up the product search', 'debug', 'Find out why search is slow.', null)
  cut.log.status('interrupted', 'Treeline was closed')
  const dropped = task('Try the new bundler', 'code', 'Try it.', null)
  dropped.log.add({ type: 'task.cancelled', by: 'person', reason: '' })
  dropped.log.status('cancelled')
  const live = task('Explain how orders are priced', 'ask', 'How does an order get its price?', null)
  live.log.turn('Prices are made in three places; I follow an order through them.')
  live.made.summary.activity = 'read_file src/pricing/order-price.ts'
  return tasks.map((each) => {
    if (each.summary.status === 'queued' && each.events.length < 2) each.summary.status = 'in_progress'
    return each
  })
}

/** Many rows without logs worth reading, to see what a large tree feels like. */
export function makeMany(workspaceId: WorkspaceId, count: number): FakeTask[] {
  const statuses = ['completed', 'completed', 'completed', 'failed', 'in_progress', 'paused'] as const
  return Array.from({ length: count }, (_, at) => {
    const name = `m${`${at}`.padStart(6, '0')}`
    const parent = at % 10 === 0 ? null : at % 10 < 5 ? at - (at % 10) : at - 4
    const summary = aTask(name, {
      displayId: `AS-${1000 + at}`,
      workspaceId,
      mode: Object.keys(modeNames)[at % 7] ?? 'code',
      title: `Piece ${at} of a long list of work`,
      status: statuses[at % statuses.length] ?? 'completed',
      cost: (at % 50) / 100,
      ...(parent === null ? {} : { parentId: `m${`${parent}`.padStart(6, '0')}` }),
    })
    return { summary, events: [] }
  })
}
