import { AppError } from '../../contract/app-error.ts'
import type { ProviderId } from '../../contract/ids.ts'
import { type Provider, providerSchema } from '../../contract/provider.ts'
import type { Database } from './database.ts'
import type { SettingRows } from './setting-rows.ts'
import type { Store } from './store.ts'

const defaultKey = 'defaultProvider'

/** The `providers` table, in the order in which they were made, without their keys. */
export function createProviders(database: Database, settings: SettingRows): Store['providers'] {
  const selectAll = database.prepare<[], { id: string; definition: string }>(
    'SELECT id, definition FROM providers ORDER BY position',
  )
  const upsert = database.prepare<[string, string]>(
    `INSERT INTO providers (id, definition) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET definition = excluded.definition`,
  )
  const deleteOne = database.prepare<[string]>('DELETE FROM providers WHERE id = ?')

  function getDefault(): ProviderId | null {
    const id = settings.get('everywhere', '', defaultKey)
    return typeof id === 'string' ? (id as ProviderId) : null
  }

  const remove = database.transaction((id: ProviderId) => {
    deleteOne.run(id)
    if (getDefault() === id) settings.set('everywhere', '', defaultKey, null)
  })

  return {
    list: () => selectAll.all().map(({ id, definition }) => parse(database, id, definition)),
    save(provider) {
      upsert.run(provider.id, JSON.stringify(provider))
    },
    remove: (id) => remove.immediate(id),
    getDefault,
    // Not held against the table: the providers made at start, `environment` and `demo`, have no row.
    setDefault: (id) => settings.set('everywhere', '', defaultKey, id),
  }
}

function parse(database: Database, id: string, definition: string): Provider {
  try {
    return providerSchema.parse(JSON.parse(definition))
  } catch (cause) {
    throw new AppError(
      'storage_failed',
      `The provider ${id} in ${database.name} is damaged. Remove it and set it up again.`,
      { cause },
    )
  }
}
