import { z } from 'zod'

const lines = (most: number) => z.array(z.string().trim().min(1).max(10_000)).max(most)

const fields = {
  /** Command lines that are run in every new worktree before its task begins, such as `npm ci`. */
  setup: lines(20),
  /** Globs, relative to the workspace, of ignored files that a worktree gets a copy of. */
  copy: lines(100),
  /** Whether a person looks at a subtask's changes before they are taken over, also where finishing needs no approval. */
  review: z.boolean(),
  /** Who is to bring clashing work together first: the subtask whose work came second, or the person. */
  clashes: z.enum(['subtask', 'person']),
  /** Command lines that must exit with 0 on the merged work before it is taken over. */
  gate: lines(20),
  /** As what work arrives: changes in the folder, the same and a commit of each subtask, or a branch of each. */
  landing: z.enum(['changes', 'commit', 'branch']),
}

/** How worktrees of subtasks are set up in a workspace, and how their work comes back. */
export const worktreeSettingsSchema = z.object({
  setup: fields.setup.default([]),
  copy: fields.copy.default(['.env', '.env.*', '**/.env', '**/.env.*']),
  review: fields.review.default(false),
  clashes: fields.clashes.default('subtask'),
  gate: fields.gate.default([]),
  landing: fields.landing.default('changes'),
})
export type WorktreeSettings = z.infer<typeof worktreeSettingsSchema>

/** A change of some of them. Without defaults: what is not named stays as it is. */
export const worktreeSettingsChangeSchema = z.object(fields).partial()
export type WorktreeSettingsChange = z.infer<typeof worktreeSettingsChangeSchema>

/** Why a glob of `copy` cannot be used, in words for people; null when it can. */
export function copyFault(glob: string): string | null {
  const parts = glob.trim().split(/[/\\]+/)
  if (parts.includes('..'))
    return `“${glob}” leads out of the folder. Name what lies in it, such as .env or config/*.local.`
  if (/^[a-z]:/i.test(glob.trim()))
    return `“${glob}” is no path from the top of the folder. Name what lies in it, such as .env.`
  if (parts.some((part) => part.toLowerCase() === '.git'))
    return `“${glob}” names git’s own folder, which every worktree has already.`
  if (glob.trim().startsWith('!')) return `“${glob}” excludes something. Name what is to be copied.`
  return null
}

/** A worktree of ours as it is now. */
export const worktreeInfoSchema = z.object({
  /** Absolute. */
  path: z.string(),
  /** The task that works or worked in it; null when there is none of that name any more. */
  task: z.object({ id: z.string(), displayId: z.string(), title: z.string(), status: z.string() }).nullable(),
  /**
   * `clean`: as it was made · `kept`: changed, and a snapshot holds all of it · `work`: holds work that is nowhere
   * else · `locked`: by `git worktree lock` · `gone`: its folder is not there · `half`: making or removing it was
   * cut off · `unknown`: git does not know it.
   */
  state: z.enum(['clean', 'kept', 'work', 'locked', 'gone', 'half', 'unknown']),
  /** What that means and what to do about it. */
  words: z.string(),
  /** Whether its task may still go on in it, so that it is not to be removed. */
  inUse: z.boolean(),
})
export type WorktreeInfo = z.infer<typeof worktreeInfoSchema>
