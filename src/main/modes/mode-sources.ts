import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../../contract/app-error.ts'
import type { EffectiveMode, Mode, ModeProblem, ModesFile } from '../../contract/mode.ts'
import { createModesFiles, type ReadModesFile } from './modes-file.ts'
import { MAX_FILE_BYTES, parseModesText } from './parse-modes.ts'
import { starterText } from './starter-text.ts'

/** Where the user's own modes may stand in the data folder. The first that is there counts; new ones are JSON. */
const userFileNames = ['modes.json', 'modes.yaml'] as const

/** Where a project keeps its modes. Where several define one slug, the earlier file counts. */
export const projectFileNames = ['.treeline/modes.yaml', '.roomodes', '.kilocodemodes'] as const

/** The modes in force and the files they come from. */
export type Modes = {
  /**
   * The modes in force for a workspace folder, or without one: the project's before the user's before the
   * built-in ones. Built-in slugs come first, in their order, then the project's others, then the user's.
   * A project that is not trusted has no say.
   */
  list(at: { folder: string | null; trusted: boolean }): EffectiveMode[]
  /**
   * The user's own file, also when it is not there yet, with a text to begin with; then the project's files
   * that are there, trusted or not.
   */
  files(at: { folder: string | null }): ModesFile[]
  /** What the user's own file would be with this text. Writes nothing. */
  check(text: string): ModesFile
  /**
   * Writes the user's own file exactly as typed, also with faults: faulty modes are not used. Throws
   * AppError `bad_request` for a text beyond 4 MB and `storage_failed` when the disk refuses.
   */
  saveUser(text: string): ModesFile
}

/** Every call looks at the files anew (one `stat` each) and reads only what has changed. */
export function createModes({
  dataFolder,
  builtIn,
}: {
  dataFolder: string
  builtIn: readonly Mode[]
}): Modes {
  const files = createModesFiles()

  function userFile(): ReadModesFile {
    const found = userFileNames.flatMap((name) => files.read(join(dataFolder, name), 'user', null) ?? [])
    const [file, other] = found
    if (file === undefined) {
      const path = join(dataFolder, userFileNames[0])
      return {
        path,
        source: 'user',
        exists: false,
        text: starterText,
        modes: [],
        problems: [],
        lines: new Map(),
      }
    }
    if (other === undefined) return file
    const message = `${basename(other.path)} beside this file is not read. Move its modes here, or remove one of the two files.`
    return { ...file, problems: [...file.problems, warning(message)] }
  }

  function projectFiles(folder: string | null): ReadModesFile[] {
    if (folder === null) return []
    return projectFileNames.flatMap((name) => files.read(join(folder, name), 'project', folder) ?? [])
  }

  const checked = (path: string, exists: boolean, text: string): ModesFile => {
    const { modes, problems } = parseModesText(text, 'user')
    return { path, source: 'user', exists, text, modes, problems }
  }

  return {
    list({ folder, trusted }) {
      const project = projectFiles(trusted ? folder : null).flatMap(({ modes }) => modes)
      return inForce(project, userFile().modes, builtIn)
    },
    files({ folder }) {
      return [withoutLines(userFile()), ...withRepeats(projectFiles(folder)).map(withoutLines)]
    },
    check(text) {
      const { path, exists } = userFile()
      return checked(path, exists, text)
    },
    saveUser(text) {
      if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
        throw new AppError('bad_request', 'The modes file was not saved: it would hold more than 4 MB.')
      }
      const { path } = userFile()
      try {
        mkdirSync(dirname(path), { recursive: true })
        writeFileAtomic.sync(path, text)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new AppError('storage_failed', `The modes file was not saved: ${reason}`, { cause: error })
      }
      return checked(path, true, text)
    },
  }
}

/** One mode per slug, by precedence (R20), each with what it replaces. */
function inForce(project: readonly Mode[], user: readonly Mode[], builtIn: readonly Mode[]): EffectiveMode[] {
  const slugs = new Set([...builtIn, ...project, ...user].map(({ slug }) => slug))
  return [...slugs].flatMap((slug) => {
    const [mode, ...replaced] = [project, user, builtIn].flatMap(
      (modes) => modes.find((candidate) => candidate.slug === slug) ?? [],
    )
    return mode === undefined ? [] : [{ ...mode, overrides: replaced.map(({ source }) => source) }]
  })
}

/** The project's files with a warning at each mode that an earlier file defines as well. */
function withRepeats(files: readonly ReadModesFile[]): ReadModesFile[] {
  return files.map((file, at) => {
    const repeats = file.modes.flatMap(({ slug }): ModeProblem[] => {
      const earlier = files.slice(0, at).find(({ modes }) => modes.some((mode) => mode.slug === slug))
      if (earlier === undefined) return []
      const message = `The mode "${slug}" is also defined in ${basename(earlier.path)}, which counts before this file.`
      return [{ ...warning(message), slug, field: 'slug', line: file.lines.get(slug) ?? null }]
    })
    return { ...file, problems: [...file.problems, ...repeats] }
  })
}

function warning(message: string): ModeProblem {
  return { severity: 'warning', slug: null, field: null, line: null, message }
}

function withoutLines({ lines: _, ...file }: ReadModesFile): ModesFile {
  return file
}
