import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Room } from './room.ts'

/** What a person's git can be in the middle of. */
export type Operation = 'rebase' | 'merge' | 'cherry-pick' | 'revert' | 'bisect' | 'am'

/** By the files that git keeps meanwhile; the first that is there counts. */
const SIGNS: readonly (readonly [file: string, operation: Operation])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply/applying', 'am'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
]

/** What git is in the middle of in this working tree, or null. */
export function operationInProgress(room: Room): Operation | null {
  const { gitDir } = room
  if (gitDir === null) return null
  return SIGNS.find(([file]) => existsSync(join(gitDir, file)))?.[1] ?? null
}
