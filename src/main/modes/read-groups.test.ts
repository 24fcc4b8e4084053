import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument } from './parse-document.ts'
import { readGroups } from './read-groups.ts'

/** Reads a `groups` value written in YAML or JSON. */
function read(text: string) {
  const { root } = parseDocument(text, () => true)
  if (root === null) throw new Error('Nothing to read.')
  const { grants, faults } = readGroups(root)
  return { grants, told: faults.map(({ severity, message }) => `${severity}: ${message}`).join('\n') }
}

const markdown = { group: 'edit', fileRegex: '\\.md$', description: 'Markdown' }

describe('groups as people write them', () => {
  test.each([
    ['names', '[read, edit, browser, command, mcp]', ['read', 'edit', 'browser', 'command', 'mcp']],
    ['names with capitals', '[Read, " edit "]', ['read', 'edit']],
    ['a name twice', '[read, mcp, read]', ['read', 'mcp']],
    ['an empty list', '[]', []],
    ['a tuple of one', '[[edit]]', ['edit']],
    ['nothing at all', '~', []],
  ])('%s', (_, text, groups) => {
    expect(read(text)).toEqual({ grants: groups.map((group) => ({ group })), told: '' })
  })

  test.each([
    ['a tuple', "[[edit, {fileRegex: '\\.md$', description: Markdown}]]"],
    ['a tuple with its options spread', "[[edit, {fileRegex: '\\.md$'}, {description: Markdown}]]"],
    ['a map', "[{edit: {fileRegex: '\\.md$', description: Markdown}}]"],
    ['a map whose options are not indented', "- edit:\n  fileRegex: '\\.md$'\n  description: Markdown"],
    ['a tuple with a colon too many', "- - edit:\n  - fileRegex: '\\.md$'\n    description: Markdown"],
    ['JSON', '[["edit", {"fileRegex": "\\\\.md$", "description": "Markdown"}]]'],
  ])('edit limited by %s', (_, text) => {
    expect(read(text)).toEqual({ grants: [markdown], told: '' })
  })

  test('several limited edits add up', () => {
    const { grants } = read("[[edit, {fileRegex: '\\.md$'}], [edit, {fileRegex: '\\.txt$'}]]")
    expect(grants).toEqual([
      { group: 'edit', fileRegex: '\\.md$' },
      { group: 'edit', fileRegex: '\\.txt$' },
    ])
  })
})

describe('groups that grant nothing', () => {
  test.each([
    ['a pattern that does not compile', '[[edit, {fileRegex: "("}]]'],
    ['a flag JavaScript does not know', "[[edit, {fileRegex: '(?i)\\.md$'}]]"],
    ['an empty pattern', "[[edit, {fileRegex: ' '}]]"],
    ['a list of patterns', '[[edit, {fileRegex: [a, b]}]]'],
    ['a pattern that is a number', '[[edit, {fileRegex: {a: 1}}]]'],
    ['two patterns in one tuple', '[[edit, {fileRegex: a}, {fileRegex: b}]]'],
    ['a misspelt option', "[[edit, {filePattern: '\\.md$'}]]"],
    ['a description alone', '[[edit, {description: Markdown only}]]'],
    ['no options where some were begun', '[[edit, {}]]'],
    ['null for options', '[[edit, ~]]'],
    ['a text for options', "[[edit, '\\.md$']]"],
    ['a map with nothing in it', '[{edit: }]'],
    ['a map with a scalar', '[{edit: true}]'],
    ['a map with a list', "[{edit: ['\\.md$']}]"],
    ['a pattern by itself', "[{fileRegex: '\\.md$', description: Markdown}]"],
    ['two groups in one map', '[{read: {}, edit: {}}]'],
    ['a tuple in a tuple', "[[[edit], {fileRegex: '\\.md$'}]]"],
  ])('no edit for %s, and none for a plain edit beside it', (_, text) => {
    const alone = read(text)
    expect(alone.grants).toEqual([])
    expect(alone.told).toMatch(/^warning: /)
    expect(read(`[edit, read, ${text.slice(1)}`).grants).toEqual([{ group: 'read' }])
  })

  test('a plain edit beside a limited one grants no more than the limit', () => {
    const { grants, told } = read("[edit, [edit, {fileRegex: '\\.md$'}]]")
    expect(grants).toEqual([{ group: 'edit', fileRegex: '\\.md$' }])
    expect(told).toContain('Only what the limits allow is granted')
  })

  test('a stray pattern after plain edit takes the edit away', () => {
    const { grants, told } = read("- read\n- edit\n- fileRegex: '\\.md$'\n  description: Markdown")
    expect(grants).toEqual([{ group: 'read' }])
    expect(told).toContain('not clear what it limits')
  })

  test('a limit on anything but edit is not understood, so it grants nothing', () => {
    const { grants, told } = read("[[command, {fileRegex: '\\.md$'}], [read, {description: Sources}]]")
    expect(grants).toEqual([{ group: 'read', description: 'Sources' }])
    expect(told).toContain('fileRegex limits edit only')
  })

  test.each([
    ['read_file', 'The group you may mean is read'],
    ['execute', 'The group you may mean is command'],
    ['apply_diff', 'The group you may mean is edit'],
    ['todo', 'without a group'],
    ['postgres', 'The groups are read, edit, command, browser, mcp'],
  ])('the unknown group %s', (name, hint) => {
    const { grants, told } = read(`[${name}, read]`)
    expect(grants).toEqual([{ group: 'read' }])
    expect(told).toContain(`"${name}"`)
    expect(told).toContain(hint)
  })

  test.each(['read, edit', '{read: true, edit: true}', 'true', `[${'read,'.repeat(201)}]`])(
    'what is no sensible list makes the mode unusable: %.30s',
    (text) => {
      const { grants, told } = read(text)
      expect(grants).toBeNull()
      expect(told).toMatch(/^error: groups/)
    },
  )

  test('whatever stands where the limit of edit should, edit is never granted without one', () => {
    const options = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('fileRegex', 'description', 'x'), fc.jsonValue()),
    )
    fc.assert(
      fc.property(options, fc.array(options, { maxLength: 2 }), (first, rest) => {
        for (const entry of [
          ['edit', first, ...rest],
          { edit: first },
          [{ edit: first }],
          { edit: null, fileRegex: first },
        ]) {
          const { grants } = read(JSON.stringify(['edit', entry]))
          expect(
            grants?.filter(({ group, fileRegex }) => group === 'edit' && fileRegex === undefined),
          ).toEqual([])
        }
      }),
    )
  })
})
