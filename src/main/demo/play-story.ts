import type { ModelTurn } from '../model/scripted-turn.ts'
import { type Conversation, type Exchange, feedbackIn } from './conversation.ts'

/** A call that the demo makes. */
export type DemoCall = { name: string; arguments: Record<string, unknown> }

/** One thing that the story does, by one call. */
export type Step = {
  /** What it is, for a report: "change src/stats.js". */
  what: string
  call: DemoCall
  /** Finds the call among those made before; by tool and path, command or mode when left out. */
  isCall?(exchange: Exchange): boolean
  /** Whether a result shows that it worked; true when left out. */
  worked?(result: string): boolean
  /** Calls that go along with it the first time and are not followed up. */
  along?: DemoCall[]
}

/** Steps whose calls go out in one turn, and what is said with them. */
export type Scene = { say: string; reasoning?: string; steps: Step[] }

/** What became of a step. `why` says in words why it was not done. */
export type Told =
  | { step: Step; status: 'done'; result: string }
  | { step: Step; status: 'not_done'; why: string; result: string }

/** What a story is made of. Each scene is asked for with what has been told so far; null leaves it out. */
export type Story = {
  /** Said before everything else, once. */
  opening: string
  scenes: ((told: Told[]) => Scene | null)[]
  /** The task's result, from what became of every step; `along` goes out with the first try to finish. */
  ending(told: Told[]): { say: string; result: string; reasoning?: string; along?: DemoCall[] }
}

/** A rejected call is made once more; then the story goes on without it. */
const MOST_TRIES = 2

/**
 * The next turn of a story, worked out from the conversation alone: the first scene with a step that is
 * neither done nor given up, else the ending.
 */
export function playStory(story: Story, conversation: Conversation): ModelTurn {
  const { tools } = conversation
  const told: Told[] = []
  for (const sceneOf of story.scenes) {
    const scene = sceneOf(told)
    if (scene === null) continue
    const open: Step[] = []
    for (const step of scene.steps) {
      const settled = settle(step, conversation)
      if (settled === null) open.push(step)
      else told.push(settled)
    }
    if (open.length === 0) continue
    const again = open.flatMap((step) => triesOf(step, conversation).slice(-1))
    const along = again.length > 0 ? [] : open.flatMap((step) => step.along ?? [])
    return say(story, conversation, {
      words: again.length > 0 ? askAgain(again) : scene.say,
      reasoning: again.length > 0 ? undefined : scene.reasoning,
      calls: [...along.filter(({ name }) => tools.has(name)), ...open.map((step) => step.call)],
    })
  }

  return complete(story, conversation, told)
}

function complete(story: Story, conversation: Conversation, told: Told[]): ModelTurn {
  const { say: words, result, reasoning, along = [] } = story.ending(told)
  const attempts = conversation.exchanges.filter(({ name }) => name === 'attempt_completion')
  const refused = attempts.filter(({ outcome }) => outcome === 'rejected')
  const report = refused.length === 0 ? result : `${result}\n\n${noteRefusal(refused)}`
  if (!conversation.tools.has('attempt_completion')) {
    return say(story, conversation, { words: `${words}\n\n${report}`, reasoning, calls: [] })
  }
  return say(story, conversation, {
    words:
      attempts.at(-1)?.outcome === 'rejected'
        ? 'I see that this is not good enough for you. A real model would mend it. I can only note it in the report and finish.'
        : words,
    reasoning,
    calls: [
      ...(attempts.length > 0 ? [] : along.filter(({ name }) => conversation.tools.has(name))),
      { name: 'attempt_completion', arguments: { result: report } },
    ],
  })
}

function say(
  story: Story,
  { turns, news }: Conversation,
  turn: { words: string; reasoning: string | undefined; calls: DemoCall[] },
): ModelTurn {
  const opening = turns === 0 ? [story.opening] : []
  const reply =
    news === null
      ? []
      : [
          `You wrote: “${shorten(news)}” Thank you. I am a script and cannot make anything of it; a real model would. The story goes on.`,
        ]
  return {
    text: [...opening, ...reply, turn.words].filter(Boolean).join('\n\n'),
    ...(turn.reasoning === undefined ? {} : { reasoning: turn.reasoning }),
    calls: turn.calls.map((call, index) => ({ ...call, id: `demo_${turns + 1}_${index + 1}` })),
  }
}

/** What became of a step, or null when its call is to be made. */
function settle(step: Step, conversation: Conversation): Told | null {
  const tries = triesOf(step, conversation)
  const worked = tries.find(({ outcome, result }) => outcome === 'ok' && (step.worked?.(result) ?? true))
  if (worked !== undefined) return { step, status: 'done', result: worked.result }
  const last = tries.at(-1)
  if (last === undefined) {
    if (conversation.tools.has(step.call.name)) return null
    return { step, status: 'not_done', why: `this task has no ${step.call.name}`, result: '' }
  }
  const mayPass = last.outcome === 'rejected' || last.outcome === 'cut'
  if (mayPass && tries.length < MOST_TRIES && conversation.tools.has(step.call.name)) return null
  return { step, status: 'not_done', why: whyNot(last), result: last.result }
}

function triesOf(step: Step, { exchanges }: Conversation): Exchange[] {
  return exchanges.filter(
    step.isCall ??
      (({ name, args }) =>
        name === step.call.name &&
        ['path', 'command', 'mode'].every((key) => args[key] === step.call.arguments[key])),
  )
}

function whyNot({ outcome, result, name }: Exchange): string {
  switch (outcome) {
    case 'rejected': {
      const feedback = feedbackIn(result)
      return feedback === '' ? 'you rejected it' : `you rejected it: “${shorten(feedback)}”`
    }
    case 'unavailable':
      return `this task has no ${name}`
    case 'cut':
      return 'it was stopped'
    case 'ok':
      return `it failed: ${shorten(result) || 'no reason given'}`
    default:
      return outcome satisfies never
  }
}

function askAgain(exchanges: Exchange[]): string {
  const feedback = feedbackOf(exchanges)
  const heard =
    feedback.length > 0
      ? `I see what you say: “${shorten(feedback.join('; '))}”`
      : exchanges.some(({ outcome }) => outcome === 'rejected')
        ? 'I see that you did not want that.'
        : 'That was cut short.'
  return `${heard} A real model would think again. I have only my script, so I try once more; say no again and I go on without it.`
}

function noteRefusal(refused: Exchange[]): string {
  const feedback = feedbackOf(refused)
  return feedback.length === 0
    ? 'You did not accept this before. As a script I can do no better.'
    : `You did not accept this before and said: “${shorten(feedback.join('; '))}” As a script I cannot do that: it is left undone.`
}

/** What was said in rejecting, each thing once. */
function feedbackOf(exchanges: Exchange[]): string[] {
  return [...new Set(exchanges.map(({ result }) => feedbackIn(result)))].filter(Boolean)
}

/** One line of at most 200 characters. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 199).toWellFormed()}…` : line
}

/** The steps that were not done, as lines of a report; empty when all were. */
export function listUndone(told: Told[]): string {
  const undone = told.flatMap((one) => (one.status === 'not_done' ? [`- ${one.step.what}: ${one.why}`] : []))
  return undone.length === 0 ? '' : `Not done:\n${undone.join('\n')}`
}
