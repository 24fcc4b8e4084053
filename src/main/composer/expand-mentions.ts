import type { MessageContext } from '../../contract/message-extras.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Git } from '../workspace/git.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import { cutText, missing } from './cut-text.ts'
import type { FetchedPage } from './fetch-page.ts'
import { findMentions, type Mention } from './find-mentions.ts'
import { pageText } from './page-text.ts'
import { readGit } from './read-git.ts'
import { readPath } from './read-path.ts'
import { readTask } from './read-task.ts'

/** What a mention may become at most, in UTF-16 units: some 25,000 tokens. */
export const mostOfOne = 100_000
/** What all mentions of a message become at most. */
export const mostOfAll = 300_000
/** So many mentions of a message are looked up. */
export const mostMentions = 20

/** What mentions are looked up in. */
export type MentionSources = {
  git: Git
  scope: PathScope
  /** A task by its display id, or null. */
  task(displayId: string): TaskView | null
  fetchPage(url: string): Promise<FetchedPage>
}

/**
 * What the mentions of a text stand for now, in order. Never rejects: what cannot be had says why. `folder` is where
 * paths begin and beyond which none may lead.
 */
export async function expandMentions(
  sources: MentionSources,
  folder: string,
  text: string,
): Promise<MessageContext[]> {
  const context: MessageContext[] = []
  let left = mostOfAll
  for (const mention of findMentions(text)) {
    if (context.length >= mostMentions) {
      context.push(
        missing('file', mention.raw, `Only the first ${mostMentions} mentions of a message are added.`),
      )
      break
    }
    const room = Math.min(mostOfOne, left)
    const found = room < 1_000 ? noRoom(mention) : await expandOne(sources, folder, mention, room)
    if (found === null) continue
    context.push(found)
    left -= found.text.length
  }
  return context
}

function noRoom({ raw }: Mention): MessageContext {
  return missing(
    'file',
    raw,
    'What the message mentions before this fills it already. Mention it in the next one.',
  )
}

async function expandOne(
  sources: MentionSources,
  folder: string,
  mention: Mention,
  room: number,
): Promise<MessageContext | null> {
  const { raw, target, quoted } = mention
  if (/^https?:\/\//i.test(target)) return readPage(sources, mention, room)
  if (!quoted && (target === 'git' || target.startsWith('git:')))
    return readGit(sources.git, folder, mention, room)
  const task = !quoted && /^[\p{L}\d]+-\d+$/u.test(target) ? sources.task(target) : null
  if (task !== null) return readTask(task, raw, room)
  return readPath(sources.scope, folder, mention, room)
}

async function readPage(
  { fetchPage }: MentionSources,
  { raw, target }: Mention,
  room: number,
): Promise<MessageContext> {
  try {
    const page = await fetchPage(target)
    const { text, cut } = cutText((await pageText(page)).toWellFormed(), room)
    const at = page.url === target ? '' : `, from ${page.url}`
    const short = cut || page.cut
    return {
      kind: 'url',
      mention: raw,
      what: `web page${at}${short ? ', cut short' : ''}`,
      text,
      state: short ? 'cut' : 'whole',
    }
  } catch (error) {
    return missing('url', raw, error instanceof Error ? error.message : String(error))
  }
}
