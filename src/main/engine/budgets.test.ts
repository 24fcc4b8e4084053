import { afterEach, describe, expect, it } from 'vitest'
import type { BudgetChange } from '../../contract/budget.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

/** A task that works for so many turns, and a parent that hands all its work to one child. */
function working(turns: number) {
  return ({ opening, turn, last }: Conversation) => {
    if (opening.startsWith('Parent') && turn === 0) {
      return calling('new_task', { mode: 'code', message: 'Child.' })
    }
    if (opening.startsWith('Parent')) return completing(`Heard: ${last}`)
    return turn < turns ? calling('update_todo_list', { todos: `- [ ] Step ${turn}` }) : completing('Done.')
  }
}

const limited = (message: string, budget: BudgetChange) =>
  test.create(message, { mode: 'orchestrator', approve: 'all', budget })

describe('requests', () => {
  it('are made as often as the limit says, and not once more', async () => {
    test = await startTestApp({ script: working(50) })
    test.create('Work.', { mode: 'code', approve: 'all', budget: { requests: 7 } })
    const task = await test.until('SA-1', 'paused')
    expect(test.server.requests).toHaveLength(7)
    expect(task.statusReason).toBe('The budget of SA-1 is used up: 7 of 7 requests.')
    expect(test.view('SA-1').items.at(-2)).toMatchObject({
      notice: { type: 'limit', limit: 'requests', budgetOf: test.id('SA-1'), spent: 7, allowed: 7 },
    })
  })

  it('of all tasks of a tree count, and the one that meets the limit pauses while its parent waits', async () => {
    test = await startTestApp({ script: working(50) })
    limited('Parent.', { requests: 5 })
    const child = await test.until('SA-2', 'paused')
    expect(test.server.requests).toHaveLength(5)
    expect(child.statusReason).toBe('The budget of SA-1 is used up: 5 of 5 requests.')
    expect(test.task('SA-1')).toMatchObject({ status: 'awaiting_subtask' })
    const told = test.view('SA-1').items.filter((item) => item.type === 'notice')
    expect(told).toMatchObject([{ notice: { type: 'limit', spent: 5, allowed: 5 } }])
  })

  it('that failed and were made again count too', async () => {
    let asked = 0
    test = await startTestApp({
      script: () =>
        ++asked < 4 ? { status: 503, body: { error: { message: 'Busy.' } } } : completing('Done.'),
    })
    const task = limited('Do it.', { requests: 2 })
    const done = test.until('SA-1', 'paused')
    const stop = test.app.engine.listen((events) => {
      if (events.some(({ body }) => body.type === 'turn.aborted')) {
        setImmediate(() => test.app.engine.isRunning(task.id) && tryNow(task.id))
      }
    })
    await done
    stop()
    expect(test.server.requests).toHaveLength(2)
  })

  it('go on when the limit is raised, in every task that it had paused', async () => {
    test = await startTestApp({ script: working(3) })
    limited('Parent.', { requests: 2 })
    await test.until('SA-2', 'paused')
    test.tasks.setBudget(test.id('SA-1'), { requests: 4 })
    await test.event(({ body }) => body.type === 'limit.reached')
    await test.until('SA-2', 'paused')
    expect(test.server.requests).toHaveLength(4)
    test.tasks.setBudget(test.id('SA-1'), { requests: null })
    await test.until('SA-1', 'completed')
    expect(test.server.requests).toHaveLength(6)
    expect(test.view('SA-1').result).toContain('Done.')
  })

  it('are not made by resuming without raising: it pauses again at once and says so', async () => {
    test = await startTestApp({ script: working(9) })
    limited('Parent.', { requests: 3 })
    await test.until('SA-2', 'paused')
    test.tasks.resume(test.id('SA-2'))
    await test.event(({ body }) => body.type === 'limit.reached')
    await test.until('SA-2', 'paused')
    expect(test.server.requests).toHaveLength(3)
    const limits = test
      .view('SA-2')
      .items.filter((item) => item.type === 'notice' && item.notice.type === 'limit')
    expect(limits).toHaveLength(2)
    // At the owner it stands once: nothing new happened there.
    expect(test.view('SA-1').items.filter((item) => item.type === 'notice')).toHaveLength(1)
  })

  it('leave what a change of another limit or of another task has nothing to do with as it is', async () => {
    test = await startTestApp({ script: working(9) })
    limited('Parent.', { requests: 3, tokens: 1_000_000 })
    await test.until('SA-2', 'paused')
    test.tasks.setBudget(test.id('SA-1'), { tokens: null })
    test.tasks.setBudget(test.id('SA-2'), { requests: 100 })
    expect(test.task('SA-2').status).toBe('paused')
    expect(test.server.requests).toHaveLength(3)
  })

  it('are counted on after a restart', async () => {
    const gate = createGate()
    const script = working(50)
    let asked = 0
    test = await startTestApp({
      script: (conversation) =>
        ++asked === 4 ? heldStream({ text: 'half a thought' }, gate) : script(conversation),
    })
    limited('Parent.', { requests: 6 })
    await gate.reached
    await test.restart('continue', () => gate.open())
    await test.until('SA-2', 'paused')
    expect(test.server.requests).toHaveLength(6)
    await test.restart('continue')
    expect(test.task('SA-2').status).toBe('paused')
    test.tasks.setBudget(test.id('SA-1'), { requests: 8 })
    await test.event(({ body }) => body.type === 'limit.reached')
    expect(test.server.requests).toHaveLength(8)
  })

  it('of a child are held by its own budget and by the one above', async () => {
    test = await startTestApp({ script: working(50) })
    limited('Parent.', { requests: 10 })
    await test.event(({ taskId, body }) => body.type === 'turn.committed' && taskId !== test.id('SA-1'))
    test.tasks.setBudget(test.id('SA-2'), { requests: 4 })
    expect((await test.until('SA-2', 'paused')).statusReason).toBe(
      'The budget of SA-2 is used up: 4 of 4 requests.',
    )
    expect(test.server.requests).toHaveLength(5)
    test.tasks.setBudget(test.id('SA-2'), { requests: 100 })
    await test.until('SA-2', 'in_progress')
    expect((await test.until('SA-2', 'paused')).statusReason).toBe(
      'The budget of SA-1 is used up: 10 of 10 requests.',
    )
    expect(test.server.requests).toHaveLength(10)
  })

  it('that condense a history count, also those that failed, and after a restart', async () => {
    const words = 'word '.repeat(2_000)
    let condensed = 0
    test = await startTestApp({
      script: ({ turn, body }) => {
        if (body.tools.length === 0) {
          return ++condensed === 1
            ? { status: 503, body: { error: { message: 'Busy.' } } }
            : { text: 'The sum of it.' }
        }
        return turn < 6
          ? calling('update_todo_list', { todos: `- [ ] Step ${turn}` }, words)
          : completing('Done.')
      },
    })
    test.create('Talk.', { mode: 'code', approve: 'all', budget: { requests: 20 } })
    await test.until('SA-1', 'completed')
    expect(test.server.requests).toHaveLength(7)
    while (test.app.engine.isRunning(test.id('SA-1'))) await new Promise(setImmediate)
    await test.tasks.condense(test.id('SA-1'))
    expect(test.server.requests).toHaveLength(9)
    const spent = () => test.tasks.budget(test.id('SA-1'))[0]?.spent.requests
    expect(spent()).toBe(9)
    await test.restart('continue')
    expect(spent()).toBe(9)
  })

  it('stop for good when the person ends the task: the parent hears of it', async () => {
    test = await startTestApp({ script: working(50) })
    limited('Parent.', { requests: 100 })
    await test.until('SA-1', 'awaiting_subtask')
    test.tasks.setBudget(test.id('SA-2'), { requests: 2 })
    await test.until('SA-2', 'paused')
    test.tasks.cancel(test.id('SA-2'), 'The budget of SA-2 is used up: 2 of 2 requests.')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toContain('The budget of SA-2 is used up')
  })
})

function tryNow(taskId: Parameters<TestApp['tasks']['retryNow']>[0]): void {
  try {
    test.tasks.retryNow(taskId)
  } catch {
    // It asks already.
  }
}

describe('tokens and cost', () => {
  const usage = { inputTokens: 1_000, outputTokens: 100 }
  const spending = (turns: number) => (conversation: Conversation) => ({
    ...working(turns)(conversation),
    usage,
  })

  it('stop a tree before a request that does not fit', async () => {
    test = await startTestApp({ script: spending(50) })
    test.create('Work.', { mode: 'ask', approve: 'all', budget: { tokens: 20_000 } })
    const { statusReason } = await test.until('SA-1', 'paused')
    const [state] = test.tasks.budget(test.id('SA-1'))
    expect(state?.spent).toMatchObject({
      requests: test.server.requests.length,
      tokens: 1_100 * test.server.requests.length,
    })
    expect(state?.spent.tokens).toBeLessThanOrEqual(20_000)
    expect(statusReason).toMatch(
      /^The budget of SA-1 has no room for the next request, which needs about [\d,]+: [\d,]+ of 20,000 tokens are used\.$/,
    )
  })

  it('count money by the prices that the provider was given', async () => {
    test = await startTestApp({ script: spending(50) })
    const { id } = await test.app.providers.save({
      name: 'Priced',
      baseUrl: test.server.baseUrl,
      model: 'scripted',
      modelByMode: {},
      prices: { scripted: { input: 2, output: 10 } },
      contextWindow: null,
      key: 'test-key',
    })
    test.create('Work.', { mode: 'ask', approve: 'all', budget: { cost: 0.04 }, providerId: id })
    await test.until('SA-1', 'paused')
    const [state] = test.tasks.budget(test.id('SA-1'))
    const requests = test.server.requests.length
    expect(requests).toBeGreaterThan(2)
    expect(state?.spent.cost).toBeCloseTo((requests * (1_000 * 2 + 100 * 10)) / 1_000_000)
    expect(state?.spent.cost).toBeLessThanOrEqual(0.04)
  })

  it('hold nothing where no price is known', async () => {
    test = await startTestApp({ script: spending(2) })
    test.create('Work.', { mode: 'ask', approve: 'all', budget: { cost: 0.000_001 } })
    await test.until('SA-1', 'completed')
    expect(test.tasks.budget(test.id('SA-1'))[0]?.spent.cost).toBeNull()
  })
})

describe('delegation', () => {
  it('is refused in words below the depth of a budget, before anybody is asked', async () => {
    const heard: string[] = []
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening === 'Parent.') {
          return turn === 0
            ? calling('new_task', { mode: 'orchestrator', message: 'Child.' })
            : completing(last)
        }
        if (turn === 0) return calling('new_task', { mode: 'code', message: 'Grandchild.' })
        heard.push(last)
        return completing('Done.')
      },
    })
    limited('Parent.', { depth: 1 })
    await test.until('SA-1', 'completed')
    expect(heard[0]).toContain('The budget of SA-1 allows subtasks 1 level deep')
    expect(test.app.store.tasks.list()).toHaveLength(2)
  })

  it('is refused in words when so many subtasks were started, in the whole tree and its whole life', async () => {
    test = await startTestApp({
      script: ({ opening, turn, last }) => {
        if (opening !== 'Parent.') return completing('Done.')
        if (turn < 4) return calling('new_task', { mode: 'code', message: `Child ${turn}.` })
        return completing(last)
      },
    })
    limited('Parent.', { children: 2 })
    await test.until('SA-1', 'completed')
    expect(test.app.store.tasks.list()).toHaveLength(3)
    const calls = test.calls('SA-1').filter(({ name }) => name === 'new_task')
    expect(calls.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'refused', 'refused'])
    expect(calls[3]?.result).toContain('The budget of SA-1 allows 2 subtasks, and so many were started')
  })
})

describe('asking at the same time', () => {
  it('waits its turn, and says so, where the limit is one', async () => {
    const gate = createGate()
    let held = false
    test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'Parent.') {
          if (turn === 0) return calling('new_task', { mode: 'ask', message: 'Aside.', background: true })
          return completing('All.')
        }
        if (held) return completing('Done.')
        held = true
        return heldStream({ text: 'thinking' }, gate)
      },
    })
    limited('Parent.', { concurrency: 1 })
    await gate.reached
    const frames = test.app.engine.watch.tree(AbortSignal.timeout(10_000))
    for await (const { tasks } of frames) {
      const waits = tasks.find(({ activity }) => activity.startsWith('waits its turn'))
      if (waits === undefined) continue
      expect(waits.activity).toBe('waits its turn: 1 of 1 tasks of this tree are asking')
      break
    }
    gate.open()
    await test.until('SA-1', 'completed')
  })

  it('does not keep a parent from the child that it waits for', async () => {
    test = await startTestApp({ script: working(2) })
    limited('Parent.', { concurrency: 1 })
    await test.until('SA-1', 'completed')
  })
})

describe('new trees', () => {
  it('begin with the budget of the preferences, which later changes of them do not reach', async () => {
    test = await startTestApp({ script: working(0) })
    const { treeBudget } = test.app.store.settings.preferences()
    test.app.store.settings.setPreferences({ treeBudget: { ...treeBudget, requests: 30, depth: 2 } })
    test.create('Parent.', { approve: 'all', budget: { requests: 20 } })
    test.app.store.settings.setPreferences({ treeBudget })
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').budget).toMatchObject({ requests: 20, depth: 2, tokens: null })
    expect(test.view('SA-2').budget.requests).toBeNull()
    const states = test.tasks.budget(test.id('SA-2'))
    expect(states.map(({ displayId, limits }) => [displayId, limits.requests])).toEqual([
      ['SA-2', null],
      ['SA-1', 20],
    ])
    expect(states[1]).toMatchObject({
      spent: { requests: 3, children: 1 },
      subtasks: { completed: 1, open: 0, failed: 0 },
    })
    expect(states[1]?.top.map(({ displayId, requests }) => [displayId, requests]).sort()).toEqual([
      ['SA-1', 2],
      ['SA-2', 1],
    ])
  })
})
