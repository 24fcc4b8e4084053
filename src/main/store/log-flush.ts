import { open } from 'node:fs/promises'

/** The longest that a commit may stand in the write-ahead log before it is flushed, in milliseconds. */
const longestMs = 1_000

/** Flushes the write-ahead log behind commits that did not wait for it. */
export type LogFlush = {
  /** A commit has not been flushed: it will be within a second, without holding anybody up. */
  soon(): void
  /** Whether the last flush failed, so that the next commit had better wait for its own. */
  readonly failed: boolean
  dispose(): void
}

/**
 * Makes a flush of the log at `path`. SQLite would flush within the commit, on the thread that serves the
 * screen; here the system's own threads do it, once for all commits of a second. What was flushed is what
 * SQLite would have flushed: the same file. Its locks are on other files, so opening it here breaks none.
 */
export function createLogFlush(path: string): LogFlush {
  let timer: NodeJS.Timeout | undefined
  let failed = false

  async function flush(): Promise<void> {
    timer = undefined
    const file = await open(path, 'r+')
    try {
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  return {
    soon() {
      // Nothing waits for it at the end of the process: closing the database flushes everything.
      timer ??= setTimeout(() => {
        flush().then(
          () => (failed = false),
          () => (failed = true),
        )
      }, longestMs).unref()
    },
    get failed() {
      return failed
    },
    dispose() {
      clearTimeout(timer)
    },
  }
}
