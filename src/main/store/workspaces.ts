import { basename } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import type { WorkspaceId } from '../../contract/ids.ts'
import type { Workspace } from '../../contract/workspace.ts'
import { newId } from '../base/new-id.ts'
import type { Database } from './database.ts'
import type { Store } from './store.ts'
import { workspacePrefix } from './workspace-prefix.ts'

type Row = Omit<Workspace, 'trusted'> & { trusted: 0 | 1 }

const columns = 'id, path, name, prefix, trusted, opened_at AS openedAt'

/** The `workspaces` table. Lists the folder opened last first. */
export function createWorkspaces(database: Database): Store['workspaces'] {
  const selectAll = database.prepare<[], Row>(
    `SELECT ${columns} FROM workspaces ORDER BY opened_at DESC, rowid DESC`,
  )
  const select = database.prepare<[string], Row>(`SELECT ${columns} FROM workspaces WHERE id = ?`)
  const byPrefix = database.prepare<[string]>('SELECT 1 FROM workspaces WHERE prefix = ?')
  const openAgain = database.prepare<[number, string], Row>(
    `UPDATE workspaces SET opened_at = ? WHERE path = ? RETURNING ${columns}`,
  )
  const insert = database.prepare<[Record<string, unknown>], Row>(
    `INSERT INTO workspaces (id, path, name, prefix, opened_at) VALUES (@id, @path, @name, @prefix, @at)
     RETURNING ${columns}`,
  )
  const updateTrust = database.prepare<[number, string], Row>(
    `UPDATE workspaces SET trusted = ? WHERE id = ? RETURNING ${columns}`,
  )
  const takeNumber = database.prepare<[string], { prefix: string; number: number }>(
    `UPDATE workspaces SET next_number = next_number + 1 WHERE id = ?
     RETURNING prefix, next_number - 1 AS number`,
  )

  const open = database.transaction((path: string, at: number): Row => {
    const name = basename(path) || path
    const prefix = () => workspacePrefix(name, (candidate) => byPrefix.get(candidate) !== undefined)
    return (
      openAgain.get(at, path) ??
      found(insert.get({ id: newId('wsp'), path, name, prefix: prefix(), at }), path)
    )
  })

  return {
    list: () => selectAll.all().map(fromRow),
    get(id) {
      const row = select.get(id)
      return row === undefined ? null : fromRow(row)
    },
    open: (path, at) => fromRow(open.immediate(path, at)),
    setTrust: (id, trusted) => fromRow(found(updateTrust.get(Number(trusted), id), id)),
    nextDisplayId(id) {
      const { prefix, number } = found(takeNumber.get(id), id)
      return `${prefix}-${number}`
    },
  }
}

function found<T>(row: T | undefined, id: WorkspaceId | string): T {
  if (row === undefined)
    throw new AppError('not_found', `There is no workspace ${id}. Open the folder again.`)
  return row
}

const fromRow = (row: Row): Workspace => ({ ...row, trusted: row.trusted === 1 })
