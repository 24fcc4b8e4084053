import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { App } from '../../app.ts'
import { exitCode, UsageError } from './exit-code.ts'
import { harmless } from './harmless.ts'
import { jsonLine, type Output } from './output.ts'

/** A file is read whole; so large it is no transcript that anybody exported. */
const mostBytes = 256 * 1024 * 1024

/** What is typed behind `import`. */
export type ImportOptions = { workspace?: string; json: boolean }

/** `treeline import`: makes new tasks of an exported JSON transcript, or of a folder of Roo, Kilo or Cline. None of them goes to work. Returns the exit code. */
export async function importCommand(
  app: App,
  file: string,
  { workspace: folder, json }: ImportOptions,
  output: Output,
): Promise<number> {
  const path = resolve(file)
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const text = isFolder ? '' : readTranscript(path)
  const workspace = await app.workspaces.open(folder ?? process.cwd())
  const imported = isFolder
    ? app.taskImport.folder(workspace.id, path)
    : app.taskImport.json(workspace.id, text)
  if (json) output.out(jsonLine(imported))
  else for (const { displayId, title } of imported.tasks) output.out(`${displayId}  ${harmless(title)}\n`)
  const { length } = imported.tasks
  output.err(
    `Imported ${length} ${length === 1 ? 'task' : 'tasks'} into ${workspace.path}. Nothing was started.\n`,
  )
  for (const note of imported.notes) output.err(`${note}\n`)
  return exitCode.completed
}

function readTranscript(path: string): string {
  try {
    const { size } = statSync(path)
    if (size > mostBytes) throw new UsageError(`${path} is larger than 256 MiB, which no import takes.`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`)
  }
}
