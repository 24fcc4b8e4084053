import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { type ScriptedServer, startScriptedServer } from '../../src/main/model/scripted-server.ts'
import type { ScriptedTurn } from '../../src/main/model/scripted-turn.ts'
import { root } from '../node-runtime.mjs'

/** A corner of its own for one piece of work: a repository, a data folder, a scripted model. */
export type Place = {
  /** Holds everything else, and is the home folder of what runs here: every process of it names it. */
  base: string
  folder: string
  dataFolder: string
  /** Where commands leave their marks, outside the repository. */
  marks: string
  model: ScriptedServer
  env: NodeJS.ProcessEnv
  dispose(): Promise<void>
}

/**
 * Makes one. The repository has `files` in its first commit and besides what only a person knows of: a change
 * that is staged, and a file that git does not know. In memory where the system can: a killed process loses
 * nothing that it wrote, whether or not it was flushed.
 */
export async function makePlace(
  files: Readonly<Record<string, string>>,
  respond: (
    request: Parameters<Parameters<typeof startScriptedServer>[0]['respond']>[0],
    place: { marks: string },
  ) => ScriptedTurn,
): Promise<Place> {
  const base = realpathSync(
    mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'treeline-crash-')),
  )
  const folder = join(base, 'sample-app')
  const marks = join(base, 'marks.txt')
  mkdirSync(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  writeFileSync(marks, '')
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' })
  git('init', '-b', 'main')
  git('config', 'user.name', 'Test')
  git('config', 'user.email', 'test@example.invalid')
  git('add', '-A')
  git('commit', '--allow-empty', '-m', 'Start')
  for (const [path, text] of Object.entries(personal)) writeFileSync(join(folder, path), text)
  git('add', 'staged.txt')
  const model = await startScriptedServer({ respond: (request) => respond(request, { marks }) })
  return {
    base,
    folder,
    dataFolder: join(base, 'data'),
    marks,
    model,
    env: {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      HOME: base,
      LANG: 'C.UTF-8',
      NODE_COMPILE_CACHE: join(root, '.cache', 'compiled'),
      TREELINE_DATA: join(base, 'data'),
      TREELINE_BASE_URL: model.baseUrl,
      TREELINE_API_KEY: 'test-key',
      TREELINE_MODEL: 'scripted',
    },
    async dispose() {
      await model.close()
      rmSync(base, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** What the person has in the folder besides what is committed. */
export const personal: Readonly<Record<string, string>> = {
  'staged.txt': 'Staged by a person.\n',
  'draft.txt': 'A draft that only the person knows of.\n',
  '.env': 'KEY=one\n',
}
