import type { SearchOrder, SearchPage } from '../../../contract/search.ts'
import { connectForReading, type Database, sqliteCodeOf } from '../database.ts'
import { databasePath } from '../open-database.ts'
import { storageError } from '../storage-error.ts'
import { createFinder } from './find.ts'
import { openSearchIndex, removeSearchIndex, type SearchIndex, searchIndexPath } from './search-index.ts'

/** How many events are taken in at a time: some milliseconds, in which nothing else is done. */
const stepSize = 500

/** A search waits this long for the index; what is not taken in by then is found by a later one. */
const usualPatienceMs = 200

/** Between two pieces in the background, so that the engine has most of the time. */
const pauseMs = 25

/** Searches everything that was said. Nothing is opened before the first call. */
export type Search = {
  /**
   * Takes in what is new, for at most `patienceMs`, and asks. Rejects with the reason of `signal` when it aborts, and
   * with AppError `storage_failed`.
   */
  query(
    order: SearchOrder,
    how?: { patienceMs?: number | undefined; signal?: AbortSignal | undefined },
  ): Promise<SearchPage>
  /** Takes in what is new in small pieces with pauses, until all is taken in or this is disposed of. Never rejects. */
  fill(): Promise<void>
  dispose(): void
}

type Opened = { log: Database; index: SearchIndex; find: ReturnType<typeof createFinder>; last(): number }

/**
 * Searches the log of a data folder by an index of its own beside it. Every process may fill the index, so that a
 * program that only reads the data can search while the app is at work. `log` hears why it could not be filled in
 * the background.
 */
export function createSearch({
  folder,
  log: say,
}: {
  folder: string
  log(level: 'warn', message: string): void
}): Search {
  let opened: Opened | null = null
  const ended = new AbortController()

  function open(): Opened {
    ended.signal.throwIfAborted()
    opened ??= openBoth(folder)
    return opened
  }

  function close(): void {
    opened?.index.close()
    opened?.log.close()
    opened = null
  }

  /** Why not everything is taken in, in words; null when it is, or only the time was too short. */
  async function takeIn(patienceMs: number, signal?: AbortSignal): Promise<string | null> {
    const until = performance.now() + patienceMs
    try {
      while (open().index.step(stepSize) === stepSize && performance.now() < until) {
        await new Promise((resolve) => setImmediate(resolve))
        signal?.throwIfAborted()
      }
      return null
    } catch (error) {
      // A full disk does not keep anybody from finding what was taken in before.
      const code = sqliteCodeOf(error)
      if (code === null || isDamage(code) || opened === null) throw error
      return wordsOf(error, folder)
    }
  }

  async function ask(
    order: SearchOrder,
    {
      patienceMs = usualPatienceMs,
      signal,
    }: { patienceMs?: number | undefined; signal?: AbortSignal | undefined },
  ): Promise<SearchPage> {
    signal?.throwIfAborted()
    const problem = await takeIn(patienceMs, signal)
    const { find, index, last } = open()
    const answer = find(order)
    const of = last()
    return { ...answer, indexed: { done: Math.min(index.position(), of), of, problem } }
  }

  return {
    async query(order, how = {}) {
      try {
        return await ask(order, how)
      } catch (error) {
        if (!isDamage(sqliteCodeOf(error))) throw storageError(error, searchIndexPath(folder))
      }
      // What is damaged is made anew.
      close()
      removeSearchIndex(folder)
      try {
        return await ask(order, how)
      } catch (error) {
        throw storageError(error, searchIndexPath(folder))
      }
    },
    async fill() {
      try {
        while (!ended.signal.aborted && open().index.step(stepSize) === stepSize) {
          await new Promise<void>((resolve) => setTimeout(resolve, pauseMs).unref())
        }
      } catch (error) {
        if (!ended.signal.aborted)
          say('warn', `The search index could not be filled: ${wordsOf(error, folder)}`)
      }
    },
    dispose() {
      ended.abort()
      close()
    },
  }
}

function openBoth(folder: string): Opened {
  const log = connectForReading(databasePath(folder))
  try {
    const last = log.prepare<[], number>('SELECT coalesce(max(global_seq), 0) FROM events').pluck()
    const index = openSearchIndex(folder, log)
    return { log, index, find: createFinder(index, log), last: () => last.get() ?? 0 }
  } catch (error) {
    log.close()
    throw error
  }
}

const isDamage = (code: string | null): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(code ?? '')

function wordsOf(error: unknown, folder: string): string {
  const turned = storageError(error, searchIndexPath(folder))
  return turned instanceof Error ? turned.message : String(turned)
}
