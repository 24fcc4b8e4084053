import { z } from 'zod'
import { appCommands } from '../../contract/app-commands.ts'
import { settingWords } from '../../contract/setting-words.ts'
import { preferenceNames, preferencesSchema } from '../../contract/settings.ts'
import { editorName, editorSchema } from './own-editor.ts'

/** A JSON schema of settings.json, for editors: made from the schema that reads it, with the words of the screen. */
export function settingsSchema(): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(preferencesSchema, { io: 'input', unrepresentable: 'any' })
  const described = preferenceNames.map((name) => {
    const { title, hint } = settingWords[name]
    const property = { ...(properties[name] as Record<string, unknown>), title, description: hint }
    // In a file only the limits that one wants need to stand.
    if (name === 'treeBudget') delete (property as { required?: unknown }).required
    if (name !== 'keys') return [name, property]
    const { additionalProperties } = property as { additionalProperties?: unknown }
    const commands = appCommands.map(({ id, title: description }) => [
      id,
      { ...Object(additionalProperties), description },
    ])
    return [name, { ...property, propertyNames: undefined, properties: Object.fromEntries(commands) }]
  })
  const editor = {
    ...z.toJSONSchema(editorSchema, { io: 'input' }),
    ...{ $schema: undefined, title: 'Editor' },
    description:
      'The program that opens files, with {file} and {line} in their places. Set in this file only.',
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Treeline’s settings.json',
    type: 'object',
    allowComments: true,
    allowTrailingCommas: true,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(described), [editorName]: editor },
  }
}
