import { inWords } from './files.ts'
import type { FilePlace } from './open-file.ts'
import { type WalkedEntry, walkFolder } from './walk-folder.ts'

/** What a folder holds. */
export type FolderListing = {
  /** Sorted by path. A recursive listing has no ignored files in it, and ignored folders without content. */
  entries: WalkedEntry[]
  /** Ignored files that a recursive listing left out. */
  leftOut: number
  /** Why there may be more than is listed, or null when this is all. */
  more: 'limit' | 'time' | null
}

/** A listing that takes longer is cut off: a slow network disk, or millions of files. */
const TIME_LIMIT_MS = 5_000

/**
 * Lists a folder, at most `limit` entries; when there are more, those nearest to it. Ignored entries are all
 * named when the listing is flat. Throws AppError in words when the folder cannot be opened.
 */
export async function listFiles(
  folder: FilePlace,
  options: {
    recursive: boolean
    limit: number
    skip?: readonly string[]
    signal?: AbortSignal
    timeLimitMs?: number
  },
): Promise<FolderListing> {
  const { recursive, limit, skip, signal, timeLimitMs = TIME_LIMIT_MS } = options
  const deadline = performance.now() + timeLimitMs
  const listing: FolderListing = { entries: [], leftOut: 0, more: null }
  await inWords(folder, async () => {
    for await (const entry of walkFolder(folder.real, { recursive, skip, signal })) {
      if (recursive && entry.ignored && entry.kind !== 'folder') {
        listing.leftOut++
        continue
      }
      if (listing.entries.length >= limit) {
        listing.more = 'limit'
        break
      }
      listing.entries.push(entry)
      if (performance.now() > deadline) {
        listing.more = 'time'
        break
      }
    }
  })
  listing.entries.sort((a, b) => (a.path < b.path ? -1 : 1))
  return listing
}
