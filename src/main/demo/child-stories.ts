import { listUndone, type Scene, type Step, type Story, shorten, type Told } from './play-story.ts'
import {
  CHANGE_MARK,
  PLAN,
  PLAN_TEXT,
  README,
  README_DIFF,
  SAMPLE_MARK,
  STATS,
  STATS_DIFF,
  STATS_TEST,
  STATS_TEST_DIFF,
  TEST_COMMAND,
} from './sample-change.ts'

const OPENING =
  'This is Treeline’s scripted demo, not a model: it can play one story only, whatever it is asked.'

/** With these words a result says that the demo left a folder alone. */
export const NOTHING_CHANGED = 'Nothing was changed'

const readStep = (path: string): Step => ({
  what: `read ${path}`,
  call: { name: 'read_file', arguments: { path } },
})

const diffStep = (path: string, diff: string): Step => ({
  what: `change ${path}`,
  call: { name: 'apply_diff', arguments: { path, diff } },
  worked: wasWritten,
})

const wasWritten = (result: string) =>
  /\b(created|changed|wrote|it is done)\b/i.test(result) && !/\b(not changed|nothing was)\b/i.test(result)

/** The text of `src/stats.js` as it was read; empty when it was not. */
function statsIn(told: Told[]): string {
  return told.find(({ step }) => step.what === `read ${STATS}`)?.result ?? ''
}

const isSample = (told: Told[]) => statsIn(told).includes(SAMPLE_MARK)
const isChanged = (told: Told[]) => statsIn(told).includes(CHANGE_MARK)
const isDone = (told: Told[], what: string) =>
  told.some(({ step, status }) => step.what === what && status === 'done')

function notTheSample(told: Told[]): { say: string; result: string } {
  const undone = listUndone(told)
  return {
    say: 'This does not look like the sample repository, and my script is about nothing else.',
    result: `${NOTHING_CHANGED}. The demo’s script only knows the sample repository “tideline”, and ${STATS} as it expects it was not found here. To see the whole story, choose “Try the demo” and start a task there.${undone === '' ? '' : `\n\n${undone}`}`,
  }
}

const readScene = (say: string, reasoning: string): Scene => ({
  say,
  reasoning,
  steps: [readStep(STATS), readStep(STATS_TEST)],
})

/** Architect mode: reads, writes a short plan. */
export const planStory: Story = {
  opening: OPENING,
  scenes: [
    () =>
      readScene(
        'First I read how the library does such things.',
        'A new function should look like its neighbours: how do mean and spread treat an empty list, and where are they tested?',
      ),
    (told) =>
      isSample(told) && !isChanged(told)
        ? {
            say: `\`mean\` and \`spread\` share one guard, and every function has a test for the empty list. I write the plan down in \`${PLAN}\`.`,
            steps: [
              {
                what: `write ${PLAN}`,
                call: { name: 'write_to_file', arguments: { path: PLAN, content: PLAN_TEXT } },
                worked: wasWritten,
              },
            ],
          }
        : null,
  ],
  ending(told) {
    if (!isSample(told)) return notTheSample(told)
    if (isChanged(told)) {
      return {
        say: 'There is a `median` already.',
        result: `No plan is needed: \`${STATS}\` has a \`median\` already, from an earlier run of this demo.`,
      }
    }
    const written = isDone(told, `write ${PLAN}`) ? `The plan is in \`${PLAN}\`.` : ''
    return {
      say: 'The plan stands.',
      result: [
        `Plan for \`median(values)\`: it goes into \`${STATS}\` beside \`mean\`, sorts a copy, takes the middle value or the mean of the two in the middle, and throws a RangeError through \`requireValues\` when there are no values. Three new tests in \`${STATS_TEST}\`, one line in \`${README}\`. \`${TEST_COMMAND}\` is the check.`,
        written,
        listUndone(told),
      ]
        .filter(Boolean)
        .join('\n\n'),
    }
  },
}

/** Code mode: reads, changes three files, runs the tests. */
export const codeStory: Story = {
  opening: OPENING,
  scenes: [
    () =>
      readScene(
        'I read both files before I touch them.',
        'The diffs must match these files exactly, so look first.',
      ),
    (told) =>
      isSample(told) && !isChanged(told)
        ? {
            say: 'Now the change: the function, its tests and its line in the README.',
            reasoning: 'Sort a copy: callers keep their order. Compare by number, or 10 comes before 2.',
            steps: [
              diffStep(STATS, STATS_DIFF),
              diffStep(STATS_TEST, STATS_TEST_DIFF),
              diffStep(README, README_DIFF),
            ],
          }
        : null,
    (told) =>
      isSample(told)
        ? {
            say: 'The tests decide whether it is right.',
            steps: [
              {
                what: 'run the tests',
                call: { name: 'execute_command', arguments: { command: TEST_COMMAND } },
              },
            ],
          }
        : null,
  ],
  ending(told) {
    if (!isSample(told)) return notTheSample(told)
    const changed = [STATS, STATS_TEST, README].filter((path) => isDone(told, `change ${path}`))
    const what = isChanged(told)
      ? `\`${STATS}\` had a \`median\` already, from an earlier run of this demo, so no file was changed.`
      : changed.length === 0
        ? `${NOTHING_CHANGED}: none of the edits was made.`
        : `Added \`median(values)\`: changed ${changed.map((path) => `\`${path}\``).join(', ')}.`
    const tests = describeTests(told.find(({ step }) => step.what === 'run the tests'))
    return {
      say: 'That is all there was to do.',
      result: [what, tests, listUndone(told)].filter(Boolean).join('\n\n'),
    }
  },
}

/** Review mode: reads the change and reports what it finds. */
export const reviewStory: Story = {
  opening: OPENING,
  scenes: [
    () =>
      readScene(
        'I read the function and its tests, side by side.',
        'What could be wrong with a median: sorting in place, sorting as text, the even case, the empty case.',
      ),
  ],
  ending(told) {
    if (!isSample(told)) return notTheSample(told)
    const stats = statsIn(told)
    const tests = told.find(({ step }) => step.what === `read ${STATS_TEST}`)?.result ?? ''
    const points: [boolean, string][] = [
      [stats.includes(CHANGE_MARK), `\`median\` is in \`${STATS}\``],
      [stats.includes('[...values].sort'), 'it sorts a copy, so that the caller’s values stay in order'],
      [stats.includes('(a, b) => a - b'), 'it sorts by number, not as text'],
      [tests.includes('median([4, 1, 3, 2])'), 'an even number of values is tested'],
      [tests.includes('median([])'), 'the empty list is tested'],
    ]
    const open = points.filter(([holds]) => !holds)
    const verdict =
      open.length === 0 ? 'Good as it is.' : `${open.length} of ${points.length} points are open.`
    return {
      say: verdict,
      result: [
        `${verdict} Read \`${STATS}\` and \`${STATS_TEST}\`:`,
        points.map(([holds, point]) => `- ${holds ? 'yes' : 'NO'}: ${point}`).join('\n'),
        listUndone(told),
      ]
        .filter(Boolean)
        .join('\n\n'),
    }
  },
}

/** Any other mode: says what it is and ends. */
export const otherStory: Story = {
  opening: OPENING,
  scenes: [],
  ending: () => ({
    say: 'In this mode it has no part. Start a task in orchestrator mode to see a task become a tree.',
    result: `${NOTHING_CHANGED}. This is Treeline’s scripted demo, not a model: in this mode it has no part to play. Its one story begins in orchestrator mode, in the sample repository.`,
  }),
}

/** What the run of the tests showed, from node's own summary, whichever of its reporters wrote it. */
function describeTests(told: Told | undefined): string {
  if (told === undefined || told.status === 'not_done') return 'The tests were not run.'
  const count = (word: string) =>
    /(\d+)/.exec(new RegExp(`(?:#|ℹ) ${word} \\d+`).exec(told.result)?.[0] ?? '')?.[1]
  const [pass, fail] = [count('pass'), count('fail')]
  if (pass === undefined || fail === undefined) {
    return `\`${TEST_COMMAND}\` gave no summary of tests: ${shorten(told.result)}`
  }
  return fail === '0'
    ? `\`${TEST_COMMAND}\`: all ${pass} tests pass.`
    : `\`${TEST_COMMAND}\`: ${fail} of ${Number(pass) + Number(fail)} tests FAIL. This is not finished.`
}
