import type { MessageContext } from '../../contract/message-extras.ts'
import type { Git } from '../workspace/git.ts'
import { cutText, missing } from './cut-text.ts'

/** What `@git` (changes that are not committed) or `@git:revision` (a commit) stands for. */
export async function readGit(
  git: Git,
  folder: string,
  { raw, target }: { raw: string; target: string },
  room: number,
): Promise<MessageContext> {
  if (!(await git.isRepository(folder))) return missing('git', raw, 'The workspace is no git repository.')
  try {
    return target === 'git'
      ? await readChanges(git, folder, raw, room)
      : await readCommit(git, folder, raw, target.slice('git:'.length), room)
  } catch (error) {
    return missing('git', raw, error instanceof Error ? error.message : String(error))
  }
}

async function readChanges(git: Git, folder: string, mention: string, room: number): Promise<MessageContext> {
  const status = await git.run(['status', '--short', '--', '.'], folder)
  if (status.stdout === '') {
    return {
      kind: 'git',
      mention,
      what: 'changes that are not committed',
      text: 'There are none.',
      state: 'whole',
    }
  }
  const born = await git.run(['rev-parse', '--verify', '--quiet', 'HEAD'], folder, { accept: [0, 1] })
  const against = born.code === 0 ? ['HEAD'] : ['--cached']
  const diff = await git.run(['diff', '--relative', ...against, '--', '.'], folder)
  const { text, cut } = cutText(`${status.stdout}\n${diff.stdout}`, room)
  const what = `changes that are not committed${cut ? ', cut short; see the rest with git diff' : ''}`
  return { kind: 'git', mention, what, text, state: cut ? 'cut' : 'whole' }
}

async function readCommit(
  git: Git,
  folder: string,
  mention: string,
  revision: string,
  room: number,
): Promise<MessageContext> {
  const order = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const { code, stdout } = await git.run(order, folder, { accept: [0, 1, 128] })
  const hash = stdout.trim()
  if (code !== 0 || hash === '')
    return missing('git', mention, `There is no commit ${revision} in the repository.`)
  const shown = await git.run(['show', '--stat', '--patch', '--format=medium', hash], folder)
  const { text, cut } = cutText(shown.stdout, room)
  const what = `commit ${hash.slice(0, 10)}${cut ? ', cut short; see the rest with git show' : ''}`
  return { kind: 'git', mention, what, text, state: cut ? 'cut' : 'whole' }
}
