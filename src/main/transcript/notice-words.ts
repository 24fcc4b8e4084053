import type { CheckResult } from '../../contract/checks.ts'
import type { TranscriptItem } from '../../contract/task-view.ts'

const taskWords = {
  progress: 'reports',
  blocker: 'is blocked',
  answer: 'answers',
  redirect: 'redirects',
  result: 'its result',
} as const

/** Who wrote a message, to stand over it. */
export function whoWrote({ from, fromTask }: Extract<TranscriptItem, { type: 'message' }>): string {
  if (fromTask !== undefined) return `${fromTask.displayId} (${taskWords[fromTask.kind]})`
  return { person: 'You', parent: 'Parent task', engine: 'Treeline', task: 'A task' }[from]
}

/** What a transcript says between messages and turns. */
export type Notice = Extract<TranscriptItem, { type: 'notice' }>['notice']

const limitWords = { requests: 'requests', tokens: 'tokens', cost: 'US dollars', minutes: 'minutes' } as const

/** A notice in words: in a line, or under a heading of its own where it has one; those words are Markdown. */
export function noticeWords(notice: Notice): { heading: string | null; words: string } {
  switch (notice.type) {
    case 'status':
      return line(`${notice.to}: ${notice.reason}`)
    case 'mode':
      return line(`Mode: ${notice.from} → ${notice.to}${notice.reason === '' ? '' : ` (${notice.reason})`}`)
    case 'model':
      return line(`Model: ${notice.model}`)
    case 'completed':
      return { heading: 'Result', words: notice.result }
    case 'failed':
      return { heading: 'Failed', words: notice.message }
    case 'cancelled':
      return { heading: 'Cancelled', words: notice.reason }
    case 'condensed':
      return { heading: 'Summary of what came before', words: notice.summary }
    case 'rewound':
      return line(
        `Said instead of what stood here before. ${asideWords(notice.aside.length)} set aside; the JSON export has them.`,
      )
    case 'forked':
      return line(`Forked from ${notice.source.displayId}: what stands above is a copy of its history`)
    case 'worktree':
      return line(`Works in a worktree of its own: ${notice.folder}`)
    case 'landed':
      return line(
        `Taken over into ${notice.into}: ${notice.files.map(({ path }) => path).join(', ') || 'nothing changed'}`,
      )
    case 'branched':
      return line(`Its work is on the branch ${notice.branch}`)
    case 'dropped':
      return line('Its work was not taken over')
    case 'reverted':
      return line(`Taken back from ${notice.into}: ${notice.files.map(({ path }) => path).join(', ')}`)
    case 'prepared':
      return line(`Set-up: ${notice.results.map(resultLine).join('; ')}`)
    case 'tested':
      return line(`Gate: ${notice.results.map(resultLine).join('; ')}`)
    case 'conflicted':
      return line(`Clashes with other work: ${notice.conflicts.map(({ path }) => path).join(', ')}`)
    case 'limit':
      return line(`Limit reached: ${notice.spent} of ${notice.allowed} ${limitWords[notice.limit]}`)
    default: {
      const unknown: never = notice
      throw new Error(`Unknown notice ${JSON.stringify(unknown)}`)
    }
  }
}

const asideWords = (count: number) => (count === 1 ? 'One entry is' : `${count} entries are`)

const resultLine = ({ what, found }: CheckResult) => `${what}: ${found}`

const line = (words: string) => ({ heading: null, words })

/** What a person said of a call whose outcome was not known. */
export const settledWords = {
  rerun: 'Run again.',
  done: 'It was carried out.',
  skip: 'Go on without it.',
} as const
