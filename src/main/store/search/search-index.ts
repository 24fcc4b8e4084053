import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskId } from '../../../contract/ids.ts'
import type { TaskEventBody } from '../../../contract/task-event.ts'
import { connectForWriting, type Database, sqliteCodeOf, versionOf } from '../database.ts'
import { type SearchText, searchedTypes, searchTexts } from './search-texts.ts'

/** Where a data folder keeps its search index: it follows from the log, and may be deleted at any time. */
export const searchIndexPath = (folder: string): string => join(folder, 'search.db')

/** The version of what is taken in and how. A file of another version is emptied and filled again. */
const indexVersion = 1

const schema = `
DROP TABLE IF EXISTS texts;
DROP TABLE IF EXISTS position;
CREATE VIRTUAL TABLE texts USING fts5(
  text, task, content = '', detail = full, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  global_seq INTEGER NOT NULL,
  task_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
PRAGMA user_version = ${indexVersion};
`

/** How far the index goes: the last event it has taken in, by which it is known that this is still the same log. */
type Position = { globalSeq: number; taskId: TaskId; seq: number; at: number }

type Row = Position & { payload: string | null }

/** An id in the index: the event's place in the whole log, and the text's place in the event. */
export const rowidOf = (globalSeq: number, part: number): number => globalSeq * 256 + part
/** The event and the text that an id in the index stands for. */
export const placeOfRowid = (rowid: number) => ({ globalSeq: Math.floor(rowid / 256), part: rowid % 256 })

/** The word in the index's column `task` that stands for a task: ids are letters and digits but for the underscore. */
export const taskWord = (id: TaskId): string => id.slice(4).toLowerCase()

/** The full-text index of a log, in a file of its own. */
export type SearchIndex = {
  database: Database
  /** Takes in up to `most` events in one transaction. Returns how many there were: fewer means that it is up to date. */
  step(most: number): number
  /** The place in the whole log of the last event that was taken in. */
  position(): number
  close(): void
}

/**
 * Opens the index of the log in `log`, making it if it is missing or is one of another version or log. Several
 * processes may have it open, and each may fill it. Throws what SQLite throws.
 */
export function openSearchIndex(folder: string, log: Database): SearchIndex {
  const path = searchIndexPath(folder)
  try {
    return open(path, log)
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCodeOf(error) ?? '')) throw error
    removeSearchIndex(folder)
    return open(path, log)
  }
}

/** Removes the index: the next search makes it anew. */
export function removeSearchIndex(folder: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${searchIndexPath(folder)}${suffix}`, { force: true })
}

function open(path: string, log: Database): SearchIndex {
  // As private as the database itself.
  closeSync(openSync(path, 'a', 0o600))
  const database = connectForWriting(path)
  try {
    // Whoever else fills it does so in small pieces; and what a power cut takes is taken in again.
    database.pragma('busy_timeout = 200')
    database.pragma('synchronous = NORMAL')
    database
      .transaction(() => {
        if (versionOf(database) !== indexVersion) database.exec(schema)
      })
      .immediate()
    return createIndex(database, log)
  } catch (error) {
    database.close()
    throw error
  }
}

function createIndex(database: Database, log: Database): SearchIndex {
  const stored = database.prepare<[], Position>(
    'SELECT global_seq AS globalSeq, task_id AS taskId, seq, at FROM position',
  )
  const keep = database.prepare<[Position]>(
    'INSERT OR REPLACE INTO position (one, global_seq, task_id, seq, at) VALUES (1, @globalSeq, @taskId, @seq, @at)',
  )
  const insert = database.prepare<[number, string, string]>(
    'INSERT INTO texts (rowid, text, task) VALUES (?, ?, ?)',
  )
  const same = log
    .prepare<[Position], number>(
      'SELECT count(*) FROM events WHERE global_seq = @globalSeq AND task_id = @taskId AND seq = @seq AND at = @at',
    )
    .pluck()
  // Outputs of tools, which are most of the log, are not even read.
  const types = searchedTypes.map((type) => `'${type}'`).join(', ')
  const select = log.prepare<[number, number], Row>(
    `SELECT global_seq AS globalSeq, task_id AS taskId, seq, at, CASE WHEN type IN (${types}) THEN payload END AS payload
     FROM events WHERE global_seq > ? ORDER BY global_seq LIMIT ?`,
  )

  const step = database.transaction((most: number): number => {
    let position = stored.get()
    if (position !== undefined && same.get(position) !== 1) {
      // Another log: a backup was put back, or a repair has taken events out of it.
      database.exec(`INSERT INTO texts (texts) VALUES ('delete-all'); DELETE FROM position`)
      position = undefined
    }
    const rows = select.all(position?.globalSeq ?? 0, most)
    for (const { globalSeq, taskId, seq, payload } of rows) {
      if (payload === null) continue
      const texts = readTexts(taskId, seq, payload)
      for (const [part, { text }] of texts.entries()) {
        insert.run(rowidOf(globalSeq, part), text, taskWord(taskId))
      }
    }
    const last = rows.at(-1)
    if (last !== undefined) {
      const { globalSeq, taskId, seq, at } = last
      keep.run({ globalSeq, taskId, seq, at })
    }
    return rows.length
  })

  return {
    database,
    step: (most) => step.immediate(most),
    position: () => stored.get()?.globalSeq ?? 0,
    close: () => database.close(),
  }
}

/**
 * The texts of a stored event; none of one that cannot be read, which is said where its task is opened. Not parsed by
 * its schema, which takes longer than all the rest: only the texts are used, and they are looked at.
 */
export function readTexts(taskId: TaskId, seq: number, payload: string): SearchText[] {
  try {
    return searchTexts({ taskId, seq, body: JSON.parse(payload) as TaskEventBody })
  } catch {
    return []
  }
}
