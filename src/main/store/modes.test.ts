import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { ModeSnapshotId } from '../../contract/ids.ts'
import type { EffectiveMode } from '../../contract/mode.ts'
import { sampleMode } from '../testing/sample-events.ts'
import { temporaryStore } from '../testing/sample-store.ts'
import { canonicalJson } from './canonical-json.ts'
import { connectForWriting } from './database.ts'
import { databasePath } from './open-database.ts'

test('canonical JSON depends on the content and not on the order of its keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }, 2], a: { z: null, y: 'é' } })).toBe(
    '{"a":{"y":"é","z":null},"b":[{"d":1},2]}',
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 }), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalJson(turned)).toBe(canonicalJson(value))
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('keeps a mode once per content', () => {
  const { modes } = temporaryStore().store
  const id = modes.keep(sampleMode)
  const { slug, ...rest } = sampleMode
  const effective: EffectiveMode = { ...rest, slug, overrides: ['builtin'] }
  expect(modes.keep(effective)).toBe(id)
  expect(modes.get(id)).toEqual(sampleMode)
  const changed = { ...sampleMode, customInstructions: 'Be brief.' }
  expect(modes.keep(changed)).not.toBe(id)
  expect(modes.get(modes.keep(changed))).toEqual(changed)
  expect(modes.get('none' as ModeSnapshotId)).toBeNull()
})

test('the id is the SHA-256 of the canonical JSON', () => {
  // Worked out by hand with sha256sum, so that old ids stay what they are.
  expect(temporaryStore().store.modes.keep(sampleMode)).toBe(
    'ba42dce3dab9b4ac937332480e490ebf30490e83c7885a35d22d0bc443d75284',
  )
})

test('a damaged snapshot is named', () => {
  const { folder, store } = temporaryStore()
  const id = store.modes.keep(sampleMode)
  const database = connectForWriting(databasePath(folder))
  onTestFinished(() => {
    database.close()
  })
  database.exec(`UPDATE modes SET snapshot = '{"slug":"code"}'`)
  expect(() => store.modes.get(id)).toThrow(
    expect.objectContaining({ code: 'storage_failed', message: expect.stringContaining(id) }),
  )
})
