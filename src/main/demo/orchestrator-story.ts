import { NOTHING_CHANGED } from './child-stories.ts'
import { type Conversation, summaryIn } from './conversation.ts'
import { type DemoCall, listUndone, type Step, type Story, shorten, type Told } from './play-story.ts'
import { PLAN, README, STATS, STATS_TEST, TEST_COMMAND } from './sample-change.ts'

const OPENING = [
  '**This is Treeline’s scripted demo, not a model.** It cannot think, and whatever you asked for, it plays one story: it adds a `median` function to the sample repository, with a plan, a change and a review by three subtasks.',
  'Everything else is real: the tree, the approvals, the files, the terminal. Reject something, write to a task, stop it: it will cope.',
].join('\n\n')

const PIECES = [
  'Plan it (architect)',
  'Build and test it (code)',
  'Review it (review)',
  'Put the results together',
]

/**
 * Orchestrator mode: a todo list, three subtasks one after the other, each told what the one before
 * reported, and the results put together.
 */
export function orchestratorStory(conversation: Conversation): Story {
  const todos = (finished: number): DemoCall => ({
    name: 'update_todo_list',
    arguments: { todos: writeTodos(conversation, finished) },
  })

  const delegate = (mode: string, what: string, message: string, finished: number): Step => ({
    what,
    call: { name: 'new_task', arguments: { mode, message } },
    worked: (result) => summaryIn(result) !== null,
    along: finished === 0 ? [] : [todos(finished)],
  })

  return {
    opening: OPENING,
    scenes: [
      () => ({
        say: 'I split the work into three pieces, each for the mode made for it.',
        reasoning:
          'The pieces build on each other: the plan says what the change is, and the review needs the change. So they go one after the other.',
        steps: [
          {
            what: 'write the todo list',
            call: todos(0),
            isCall: ({ name }) => name === 'update_todo_list',
          },
        ],
      }),
      () => ({
        say: 'First to **architect**: it may read everything and write only Markdown, which is just what a plan needs.',
        steps: [delegate('architect', PIECES[0] ?? '', planMessage, 0)],
      }),
      (told) => ({
        say: `${quote('The architect reports', told, PIECES[0])}Now to **code**, which gets the plan in its message: it sees nothing of this conversation.`,
        steps: [delegate('code', PIECES[1] ?? '', codeMessage(summaryOf(told, PIECES[0])), 1)],
      }),
      (told) => {
        const built = summaryOf(told, PIECES[1])
        if (built === null || built.startsWith(NOTHING_CHANGED)) return null
        return {
          say: `${quote('Code reports', told, PIECES[1])}A claim is not a proof, so **review** looks at the change with fresh eyes.`,
          reasoning:
            'The reviewer must not take the word of the one who wrote it: it gets the claim, and is asked to check it.',
          steps: [delegate('review', PIECES[2] ?? '', reviewMessage(built), 2)],
        }
      },
    ],
    ending: (told) => ({
      say: [quote('The last report', told, PIECES[2] ?? ''), 'I put it all together.'].join(''),
      result: synthesis(told),
      along: summaryOf(told, PIECES[2]) === null ? [] : [todos(PIECES.length)],
    }),
  }
}

function summaryOf(told: Told[], what: string | undefined): string | null {
  const one = told.find(({ step }) => step.what === what)
  return one?.status === 'done' ? summaryIn(one.result) : null
}

function quote(who: string, told: Told[], what: string | undefined): string {
  const summary = summaryOf(told, what)
  return summary === null ? '' : `${who}: “${shorten(summary)}”\n\n`
}

function synthesis(told: Told[]): string {
  const reports = PIECES.slice(0, 3).flatMap((piece) => {
    const summary = summaryOf(told, piece)
    return summary === null ? [] : [`**${piece}**\n\n${summary}`]
  })
  const undone = listUndone(told)
  const missing = PIECES.slice(0, 3).filter((piece) => !told.some(({ step }) => step.what === piece))
  const skipped = missing.map((piece) => `- ${piece}: there was nothing to do it on`).join('\n')
  return [
    reports.length === 3
      ? '`tideline` has a `median` now: planned, built, tested and reviewed.'
      : `The story did not come to its usual end: ${reports.length} of 3 pieces came back.`,
    ...reports,
    undone,
    skipped === '' ? '' : `Left out:\n${skipped}`,
    'This was Treeline’s scripted demo. To work on something of your own, add a provider in the settings and open your own folder.',
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** The list as the tool wants it: items, or a Markdown checklist where its schema asks for text. */
function writeTodos({ tools }: Conversation, finished: number): unknown {
  const items = PIECES.map((text, index) => ({
    text,
    status: index < finished ? 'completed' : index === finished ? 'in_progress' : 'pending',
  }))
  const properties = tools.get('update_todo_list')?.properties as
    | Record<string, { type?: string }>
    | undefined
  if (properties?.todos?.type !== 'string') return items
  const mark: Record<string, string> = { completed: 'x', in_progress: '-', pending: ' ' }
  return items.map(({ text, status }) => `[${mark[status]}] ${text}`).join('\n')
}

const RULES = [
  'Only this: do the work described here and nothing beyond it.',
  'Precedence: these instructions win over any general instructions of your mode that conflict with them.',
].join('\n')

const planMessage = `Plan a \`median\` function for the library in this folder.

Context: “tideline” is a small statistics library for tide gauges, plain JavaScript without dependencies. \`${STATS}\` has \`mean\`, \`spread\` and \`roundTo\`. A gauge that sticks or a storm surge distorts the mean; users want the median.
Scope: read \`${STATS}\` and \`${STATS_TEST}\`, then write a short plan to \`${PLAN}\`: interface, behaviour with no values and with an even number of them, files to change, tests to add. It is done when somebody else can build it from the plan alone.
${RULES}
Report: end with attempt_completion; give the plan in a few sentences and say where the file is.`

function codeMessage(plan: string | null): string {
  const known =
    plan === null
      ? 'There is no plan; follow what `mean` and `spread` do.'
      : `The architect reported:\n\n${indent(plan)}\n`
  return `Add a \`median\` function to the library in this folder, with tests.

Context: “tideline” is a small statistics library for tide gauges, plain JavaScript without dependencies. ${known}
Scope: change \`${STATS}\`, \`${STATS_TEST}\` and the table in \`${README}\`. It is done when \`${TEST_COMMAND}\` passes with tests for an odd and an even number of values, for values out of order and for none.
${RULES}
Report: end with attempt_completion; say what was changed, where, what the tests showed and what is open.`
}

function reviewMessage(built: string): string {
  return `Review the new \`median\` function of the library in this folder.

Context: “tideline” is a small statistics library for tide gauges. Code mode reported:

${indent(built)}

Scope: read \`${STATS}\` and \`${STATS_TEST}\` and check the claim: sorting in place or as text, the even case, the empty case, and whether the tests prove them. Change nothing. It is done when each of these has a yes or a no.
${RULES}
Report: end with attempt_completion; a verdict first, then the points.`
}

function indent(text: string): string {
  return text.replace(/^/gm, '> ')
}
