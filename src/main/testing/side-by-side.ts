import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import type { WorkAnswer } from '../../contract/work.ts'
import type { WorktreeSettingsChange } from '../../contract/worktree-settings.ts'
import type { ModelTurn, RawAnswer } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing } from './conversation.ts'
import { startTestApp, type TestApp } from './test-app.ts'

type Played = ModelTurn | RawAnswer

/** What a piece's model does: its turns in order, after which it completes; or something of its own. */
export type Piece = Played[] | ((conversation: Conversation) => Played)

/** Seven lines, far enough apart that the first and the last are hunks of their own. */
export const lines = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n'

export const writing = (path: string, content: string): ModelTurn =>
  calling('write_to_file', { path, content })
export const running = (command: string): ModelTurn => calling('execute_command', { command })

/** What a test does in a repository besides the app. */
export type Repository = {
  folder: string
  git(...args: string[]): string
  read(path: string): string
  write(path: string, content: string | Uint8Array): void
  exists(path: string): boolean
}

function repositoryAt(folder: string): Repository {
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  return {
    folder,
    git: (...args) => execFileSync('git', args, { cwd: folder, env: environment, encoding: 'utf8' }).trim(),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
    exists: (path) => existsSync(join(folder, path)),
  }
}

/** Gives a repository's person a name, as committing needs it. */
export function signIn({ git }: Pick<Repository, 'git'>): void {
  git('config', 'user.name', 'Pat Example')
  git('config', 'user.email', 'pat@example.invalid')
}

/** A root that hands out pieces in one turn, by what it asks of them, and then completes. */
export type SideBySide = Repository & {
  app: TestApp
  /** The display id of the piece that was asked this. */
  piece(message: string): string
  /** In the folder that a task works in now. */
  at(displayId: string): Repository
  /** Folders of worktrees that are there. */
  worktrees(): string[]
  /** What a task asks its person now; resolves when it does. */
  asks<T extends ApprovalSubject['type']>(
    displayId: string,
    type: T,
  ): Promise<Extract<ApprovalSubject, { type: T }>>
  approve(displayId: string, work?: WorkAnswer): void
  /** The types of a task's events about its work. */
  fates(displayId: string): string[]
  /** The last result of a task's `attempt_completion`. */
  told(displayId: string): string
}

/** Starts it. `arguments` are added to the calls of `new_task` by what they ask. */
export async function startSideBySide(order: {
  pieces: Record<string, Piece>
  files?: Record<string, string>
  settings?: WorktreeSettingsChange | ((folder: string) => WorktreeSettingsChange)
  arguments?: Record<string, object>
  /** What is below the pieces, by what it is asked. */
  below?: Record<string, Piece>
  /** Before anything begins. */
  begin?(repository: Repository): void
  inMemory?: boolean
  /** Whether somebody vouched for the folder: yes, unless said otherwise. */
  trusted?: boolean
}): Promise<SideBySide> {
  const { pieces, settings = {} } = order
  const app = await startTestApp({
    files: order.files ?? { 'a.txt': lines },
    inMemory: order.inMemory ?? true,
    script: (conversation) => {
      const { opening, turn } = conversation
      const piece = pieces[opening] ?? order.below?.[opening]
      if (typeof piece === 'function') return piece(conversation)
      if (piece !== undefined) return piece[turn] ?? completing(`${opening} is done.`)
      if (turn > 0) return completing('All is done.')
      const calls = Object.keys(pieces).map((message) => ({
        name: 'new_task',
        arguments: { mode: 'code', message, ...order.arguments?.[message] },
      }))
      return { calls }
    },
  })
  const repository = repositoryAt(app.folder)
  order.begin?.(repository)
  app.app.store.workspaces.setTrust(app.workspace.id, order.trusted ?? true)
  app.app.store.settings.setWorktrees(
    app.workspace.id,
    typeof settings === 'function' ? settings(app.folder) : settings,
  )
  app.create('All.', { approve: 'all' })
  while (app.app.store.tasks.list().length <= Object.keys(pieces).length) await app.event(() => true)
  const viewOf = (displayId: string) => app.view(displayId)
  const openOn = (displayId: string) =>
    Object.values(viewOf(displayId).calls).find(({ approval }) => approval?.decision === null)?.approval ??
    null

  return {
    ...repository,
    app,
    piece: (message) => {
      const found = app.app.store.tasks.list().find(({ title }) => title === message)
      if (found === undefined) throw new Error(`There is no task for ${message}`)
      return found.displayId
    },
    at: (displayId) => repositoryAt(viewOf(displayId).folder),
    worktrees: () => {
      const folder = join(app.dataFolder, 'worktrees')
      return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('tsk_')) : []
    },
    async asks<T extends ApprovalSubject['type']>(displayId: string, type: T) {
      await app.until(displayId, 'awaiting_approval')
      const subject = openOn(displayId)?.subject
      if (subject?.type !== type) throw new Error(`${displayId} asks about ${subject?.type}, not ${type}.`)
      return subject as Extract<ApprovalSubject, { type: T }>
    },
    approve: (displayId, work) => app.decide(displayId, 'approved', '', undefined, work),
    fates: (displayId) =>
      app.app.store.events
        .read(app.id(displayId), 0, 10_000)
        .map(({ body }) => body.type)
        .filter((type) => type.startsWith('work')),
    told: (displayId) =>
      app
        .calls(displayId)
        .findLast(({ name, status }) => name === 'attempt_completion' && status === 'finished')?.result ?? '',
  }
}
