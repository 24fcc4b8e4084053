import { benchGit } from './bench.ts'
import type { Room } from './room.ts'

/** A content in the repository. `content` is null when it has more than `maxBytes`. */
export type Blob = { bytes: number; content: Buffer | null }

/** More than this git does not hand over in one piece. */
const MOST_BYTES = 128 * 1024 * 1024

/** Reads a content by its id. Throws AppError `workspace_unavailable` when there is none. */
export async function readBlob(room: Room, id: string, maxBytes = 1024 * 1024): Promise<Blob> {
  const size = await benchGit(room.git, room.bench, ['cat-file', '-s', id])
  const bytes = Number(size.stdout)
  if (bytes > Math.min(maxBytes, MOST_BYTES)) return { bytes, content: null }
  const { stdout } = await benchGit(room.git, room.bench, ['cat-file', 'blob', id], { encoding: 'latin1' })
  return { bytes, content: Buffer.from(stdout, 'latin1') }
}
