import { expect, it } from 'vitest'
import { preferenceNames } from '../../contract/settings.ts'
import { settingsSchema } from './settings-schema.ts'

it('knows everything that may stand in settings.json, each in words', () => {
  const { properties } = settingsSchema() as { properties: Record<string, Record<string, unknown>> }
  expect(Object.keys(properties).sort()).toEqual([...preferenceNames, '$schema', 'editor'].sort())
  for (const name of [...preferenceNames, 'editor'])
    expect(properties[name], name).toMatchObject({
      title: expect.stringMatching(/\S/),
      description: expect.stringMatching(/\S/),
    })
  expect(properties.editor?.anyOf).toMatchObject([{ type: 'array' }, { type: 'string' }])
})
