import { hashContent, type TextFile, writeTextFile } from '../workspace/files.ts'
import type { ScopedPath } from '../workspace/path-scope.ts'
import { unifiedDiff } from './edits/unified-diff.ts'
import { mendable } from './mendable.ts'
import { ToolError, type ToolPlan } from './tool.ts'

/** Files larger than this are not edited as text: comparing them would take seconds. */
export const MOST_EDIT_BYTES = 5 * 1024 * 1024

/** Characters of the diff that approvals and the transcript keep. */
const PATCH_LIMIT = 40_000

/** A change that is worked out: the file as it is (null: it is not there) and its whole new text. */
export type WorkedOutEdit = {
  tool: string
  file: ScopedPath
  before: TextFile | null
  after: string
  /** What the model should know besides: what was guessed. */
  notes: string[]
}

/**
 * Makes a plan of a change. `execute` writes exactly `after`, and only if the file still is what it was
 * planned against. Throws ToolError for a text that cannot be written and for one that changes nothing.
 */
export function planEdit({ tool, file, before, after, notes }: WorkedOutEdit): ToolPlan {
  if (before?.text === after) {
    throw new ToolError(`${file.shown} has exactly this content already; nothing was written.`)
  }
  if (!after.isWellFormed()) {
    throw new ToolError(
      `The new text for ${file.shown} holds half of a character (a lone surrogate). Nothing was written.`,
    )
  }
  const created = before === null
  const { patch, added, removed } = unifiedDiff(file.shown, before?.text ?? '', after, {
    maxChars: PATCH_LIMIT,
  })
  const change = { type: 'edit', path: file.shown, patch, added, removed, created } as const
  return {
    action: editAction(file),
    subject: change,
    activity: `${tool} ${file.shown}`,
    paths: file.paths,
    write: { path: file.real, before: before?.hash ?? null, after: hashContent(after) },
    async execute() {
      await mendable(() => writeTextFile(file, after, before?.hash ?? null))
      const what = created
        ? `Created ${file.shown} (${added} lines).`
        : `Changed ${file.shown} (+${added} −${removed} lines).`
      return { outcome: 'ok', text: [what, ...notes].join('\n'), display: change }
    },
  }
}

/** Protected counts before outside: policy adds the other where both hold. */
export function editAction(file: Pick<ScopedPath, 'inside' | 'protectedBy'>) {
  if (file.protectedBy !== null) return 'edit_protected'
  return file.inside ? 'edit' : 'edit_outside'
}
