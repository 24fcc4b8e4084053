import { nameText, splitNul } from './nul-list.ts'
import { MODES } from './tree-changes.ts'

/**
 * How two pieces of work disagree about a path. `content`: both changed the same lines · `add/add`: both made it,
 * differently · `binary`: both changed what cannot be merged · `delete/modify`: one deleted what the other
 * changed · `rename/rename`: both renamed it, differently, or two to the same name · `rename/delete` · `mode`:
 * a file for one and a link or program for the other · `file/folder` · `submodule` · `other`.
 */
export type ConflictKind =
  | 'content'
  | 'add/add'
  | 'binary'
  | 'delete/modify'
  | 'rename/rename'
  | 'rename/delete'
  | 'mode'
  | 'file/folder'
  | 'submodule'
  | 'other'

/** One side of a conflict: where it has the file, and what is in it (see `readBlob`). */
export type ConflictSide = { path: string; mode: string; blob: string }

/** One path that two pieces of work disagree about; a side is null where that side has no such file. */
export type MergeConflict = {
  path: string
  kind: ConflictKind
  base: ConflictSide | null
  ours: ConflictSide | null
  theirs: ConflictSide | null
  /** Git's own words. */
  words: string
}

type Stage = ConflictSide & { stage: string }
type Message = { paths: string[]; type: string; words: string }

/** Reads what `git merge-tree --write-tree -z --messages` printed (as `latin1`) when it found conflicts. */
export function parseMerge(output: string): { tree: string; conflicts: MergeConflict[] } {
  const fields = splitNul(output)
  const tree = fields[0] ?? ''
  let at = 1
  const stages: Stage[] = []
  for (; at < fields.length && fields[at] !== ''; at++) stages.push(readStage(fields[at] ?? ''))
  const messages: Message[] = []
  for (at++; at < fields.length; ) {
    const count = Number(fields[at])
    const paths = fields.slice(at + 1, at + 1 + count).map(nameText)
    messages.push({
      paths,
      type: fields[at + 1 + count] ?? '',
      words: nameText(fields[at + 2 + count] ?? '').trim(),
    })
    at += count + 3
  }
  return { tree, conflicts: groupConflicts(stages, messages) }
}

function readStage(entry: string): Stage {
  const tab = entry.indexOf('\t')
  const [mode = '', blob = '', stage = ''] = entry.slice(0, tab).split(' ')
  return { mode, blob, stage, path: nameText(entry.slice(tab + 1)) }
}

/** Each stage belongs to the first message that names its path, so that every one is told once. */
function groupConflicts(stages: readonly Stage[], messages: readonly Message[]): MergeConflict[] {
  const open = new Set(stages)
  const binary = new Set(
    messages.filter(({ type }) => type === 'CONFLICT (binary)').flatMap(({ paths }) => paths),
  )
  const told = messages.filter(({ type }) => type.startsWith('CONFLICT') && type !== 'CONFLICT (binary)')
  // A message about several paths explains those about one of them.
  const order = told.toSorted((one, other) => other.paths.length - one.paths.length)
  const conflicts: MergeConflict[] = []
  const tell = (path: string, type: string, words: string, own: readonly Stage[]) => {
    for (const stage of own) open.delete(stage)
    const side = (stage: string): ConflictSide | null => {
      const found = own.find((one) => one.stage === stage)
      return found ? { path: found.path, mode: found.mode, blob: found.blob } : null
    }
    const sides = { base: side('1'), ours: side('2'), theirs: side('3') }
    conflicts.push({
      path,
      kind: kindOf(type, sides, binary.has(path)),
      ...sides,
      words,
    })
  }
  for (const { paths, type, words } of order) {
    const own = [...open].filter(({ path }) => paths.includes(path))
    if (own.length > 0) tell(paths[0] ?? '', type, words, own)
  }
  for (const stage of [...open]) {
    if (!open.has(stage)) continue
    const own = [...open].filter(({ path }) => path === stage.path)
    tell(stage.path, '', `Both changed ${stage.path}.`, own)
  }
  return conflicts.toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

type Sides = Pick<MergeConflict, 'base' | 'ours' | 'theirs'>

/** By git's names for them, which it promises to keep; and by what the sides have where a name means two things. */
function kindOf(type: string, sides: Sides, binary: boolean): ConflictKind {
  const { base, ours, theirs } = sides
  if ([base, ours, theirs].some((side) => side?.mode === MODES.submodule)) return 'submodule'
  if (ours && theirs && ours.blob === theirs.blob && ours.path === theirs.path) return 'mode'
  if (type === 'CONFLICT (modify/delete)') return 'delete/modify'
  if (type === 'CONFLICT (rename/delete)') return 'rename/delete'
  if (type === 'CONFLICT (distinct modes)') return 'mode'
  if (type === 'CONFLICT (file/directory)') return 'file/folder'
  if (/rename/.test(type)) return 'rename/rename'
  if (binary) return 'binary'
  if (type === 'CONFLICT (contents)') return base === null ? 'add/add' : 'content'
  return 'other'
}
