import fc from 'fast-check'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { migrations } from './migrations/all.ts'
import { openDatabase } from './open-database.ts'
import { createRequestParts } from './request-parts.ts'

const tools = [{ name: 'read_file', description: 'Reads.', parameters: { type: 'object' } }]

function parts() {
  const database = openDatabase(temporaryFolder(), false, migrations)
  const count = () => database.prepare('SELECT count(*) FROM request_parts').pluck().get()
  return { database, count, requests: createRequestParts(database) }
}

it('gives back what was kept, also after it was opened anew, and nothing where a part is gone', () => {
  const { database, requests } = parts()
  const text = fc.string({ unit: fc.constantFrom('#', ' ', '\n', 'a', '🌲') })
  fc.assert(
    fc.property(text, (prompt) => {
      const kept = requests.keep(prompt, tools)
      expect(createRequestParts(database).get(kept)).toEqual({ prompt, tools })
    }),
  )
  const kept = requests.keep('One.\n\n# Two\n\nThree.', tools)
  database.prepare("DELETE FROM request_parts WHERE text = 'One.\n\n'").run()
  expect(requests.get(kept)).toBeNull()
})

it('keeps once what prompts have in common', () => {
  const { requests, count } = parts()
  const rules = `# Rules\n\n${'Be kind.\n'.repeat(100)}`
  requests.keep(`Task: TL-1\n\n${rules}`, tools)
  const one = count()
  requests.keep(`Task: TL-1\n\n${rules}`, structuredClone(tools))
  expect(count()).toBe(one)
  requests.keep(`Task: TL-2\n\n${rules}`, tools)
  expect([one, count()]).toEqual([4, 6])
})
