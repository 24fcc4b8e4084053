import fuzzysort from 'fuzzysort'
import { type MentionOffer, mostOffers } from '../../contract/composer.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { Git } from '../workspace/git.ts'
import { mentionOf } from './find-mentions.ts'
import type { WorkspacePaths } from './workspace-paths.ts'

/** Where one writes. */
export type OfferPlace = { folder: string; tasks: readonly TaskSummary[] }

/** Offers what a mention that is being typed can become, the best first, at most `mostOffers`. */
export type OfferMentions = (place: OfferPlace, query: string) => Promise<MentionOffer[]>

const mostTasks = 8
const mostCommits = 30
/** Of what nobody has typed a letter of yet, a few of each. */
const fewTasks = 5

/** Makes it. Paths are prepared for the search once per listing. */
export function createMentionOffers({ git, paths }: { git: Git; paths: WorkspacePaths }): OfferMentions {
  const prepared = new WeakMap<readonly string[], ReturnType<typeof fuzzysort.prepare>[]>()

  async function offerPaths(folder: string, query: string): Promise<MentionOffer[]> {
    // A folder that is gone has nothing to offer; sending says what is wrong.
    const listed = await paths.list(folder).catch((): readonly string[] => [])
    if (query === '') return listed.slice(0, mostOffers).map(pathOffer)
    let targets = prepared.get(listed)
    if (targets === undefined) {
      targets = listed.map((path) => fuzzysort.prepare(path))
      prepared.set(listed, targets)
    }
    return fuzzysort.go(query, targets, { limit: mostOffers }).map(({ target }) => pathOffer(target))
  }

  async function offerCommits(folder: string, query: string): Promise<MentionOffer[]> {
    const order = ['log', `-${mostCommits}`, '--format=%h%x00%s', '--no-decorate']
    const out = await git.run(order, folder, { timeout: 5_000 }).catch(() => null)
    const lines = (out?.stdout ?? '').split('\n').filter((line) => line !== '')
    const commits = lines.map((line) => {
      const [hash = '', subject = ''] = line.split('\0')
      return { hash, subject, text: `${hash} ${subject}` }
    })
    const found = query === '' ? commits : fuzzysort.go(query, commits, { key: 'text' }).map(({ obj }) => obj)
    return found.map(({ hash, subject }) => {
      return { kind: 'git', insert: `@git:${hash}`, label: `git:${hash}`, detail: subject }
    })
  }

  return async ({ folder, tasks }, query) => {
    if (/^https?:/i.test(query)) return offerUrl(query)
    if (query.startsWith('git:')) return offerCommits(folder, query.slice(4))
    const byId = tasks.filter(({ displayId }) => displayId.toLowerCase().startsWith(query.toLowerCase()))
    const first = query === '' ? tasks.slice(0, fewTasks) : byId.slice(0, mostTasks)
    const byTitle = query === '' ? [] : fuzzysort.go(query, [...tasks], { key: 'title', limit: mostTasks })
    const offers = [
      ...(query !== '' && 'git'.startsWith(query.toLowerCase()) ? [gitOffer] : []),
      ...first.map(taskOffer),
      ...(query === '' ? [gitOffer] : []),
      ...(await offerPaths(folder, query)),
    ]
    const named = new Set(first.map(({ id }) => id))
    const others = byTitle.filter(({ obj }) => !named.has(obj.id)).map(({ obj }) => taskOffer(obj))
    return [...offers.slice(0, mostOffers - others.length), ...others]
  }
}

const gitOffer: MentionOffer = {
  kind: 'git',
  insert: '@git',
  label: 'git',
  detail: 'Changes that are not committed; git: for a commit',
}

function pathOffer(path: string): MentionOffer {
  const kind = path.endsWith('/') ? 'folder' : 'file'
  return { kind, insert: mentionOf(path), label: path, detail: '' }
}

function taskOffer({ displayId, title }: TaskSummary): MentionOffer {
  return { kind: 'task', insert: `@${displayId}`, label: displayId, detail: title }
}

function offerUrl(query: string): MentionOffer[] {
  if (!URL.canParse(query) || !/^https?:\/\/./i.test(query)) return []
  return [{ kind: 'url', insert: `@${query}`, label: query, detail: 'The page as text, fetched on sending' }]
}
