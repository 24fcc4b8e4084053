import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Mode } from '../../contract/mode.ts'
import { parseModesText } from './parse-modes.ts'

const docs: Mode = {
  slug: 'docs-writer',
  name: '📝 Docs',
  description: 'Writes documentation',
  whenToUse: 'For guides and references.',
  roleDefinition: 'You write documentation.',
  customInstructions: 'Short sentences.',
  groups: [{ group: 'read' }, { group: 'edit', fileRegex: '\\.md$', description: 'Markdown' }],
  source: 'project',
}

const yaml = `customModes:
  - slug: docs-writer
    name: 📝 Docs
    description: Writes documentation
    whenToUse: For guides and references.
    roleDefinition: You write documentation.
    customInstructions: Short sentences.
    groups:
      - read
      - - edit
        - fileRegex: \\.md$
          description: Markdown
    source: project
`

const json = JSON.stringify({
  customModes: [
    {
      ...docs,
      groups: ['read', ['edit', { fileRegex: '\\.md$', description: 'Markdown' }]],
      source: 'global',
    },
  ],
})

const parse = (text: string) => {
  const { modes, problems } = parseModesText(text, 'project')
  return { modes, told: problems.map((one) => `${one.line} ${one.severity} ${one.slug} ${one.message}`) }
}
const slugs = (text: string) => parse(text).modes.map(({ slug }) => slug)

/** A text with as many plain modes as slugs, one every four lines from line 2. */
const listed = (...names: string[]) =>
  `customModes:\n${names.map((slug) => `- slug: ${slug}\n  name: N\n  roleDefinition: R\n  groups: [read]\n`).join('')}`

describe('the forms a modes file comes in', () => {
  test.each([
    ['YAML', yaml],
    ['JSON', json],
    ['JSON with comments and trailing commas', `// ours\n${json.replace(/\}\]\}$/, '},],} /* end */')}`],
    ['a bare list', JSON.stringify(JSON.parse(json).customModes)],
    ['custom_modes', yaml.replace('customModes', 'custom_modes')],
    ['modes', json.replace('"customModes"', '"modes"')],
    ['byte order marks', `\ufeff\ufeff${yaml.replace('name:', '\ufeffname:')}`],
    ['Windows line ends', yaml.replaceAll('\n', '\r\n')],
    ['JSON indented with tabs', JSON.stringify(JSON.parse(json), null, '\t')],
    ['keys that nobody knows', yaml.replace('    source', '    tags: [a]\n    iconName: x\n    source')],
  ])('%s', (_, text) => {
    expect(parse(text)).toEqual({ modes: [docs], told: [] })
  })

  test.each(['', ' \n', '# nothing yet\n', 'customModes:\n', '{"customModes": null}', '{"customModes": []}'])(
    'no modes is no fault: %j',
    (text) => {
      expect(parse(text)).toEqual({ modes: [], told: [] })
    },
  )

  test('where a mode says it comes from does not count', () => {
    expect(parseModesText(yaml, 'user').modes[0]?.source).toBe('user')
  })

  test('typographic quotation marks are made plain only when nothing else helps', () => {
    const curly = json.replaceAll('"', '\u201d')
    expect(parse(curly).modes).toEqual([docs])
    expect(parse(curly).told.join()).toContain('Typographic')
    const inside = yaml.replace('Short sentences.', 'Say \u201chello\u201d.')
    expect(parse(inside).modes[0]?.customInstructions).toBe('Say \u201chello\u201d.')
    expect(parse(inside).told).toEqual([])
  })

  test('a YAML list that is given twice is read as one, with a warning at the second', () => {
    const { modes, told } = parse(`${listed('a')}${listed('b')}`)
    expect(modes.map(({ slug }) => slug)).toEqual(['a', 'b'])
    expect(told).toEqual([expect.stringMatching(/^6 warning null customModes is given more than once/)])
  })

  test('anchors and aliases', () => {
    const text = `${listed('a')}- slug: b\n  name: &n Same\n  roleDefinition: &r Text\n  groups: &g [read]\n- {slug: c, name: *n, roleDefinition: *r, groups: *g}\n`
    expect(parse(text).modes[2]).toMatchObject({
      name: 'Same',
      roleDefinition: 'Text',
      groups: [{ group: 'read' }],
    })
  })
})

describe('faults, each with its line', () => {
  test.each([
    ['no slug', '- name: N', 2, /no slug/],
    ['a slug with an underscore', '- slug: model_generator', 2, /Write "model-generator" instead/],
    ['a slug with letters of another script', '- slug: Prüfer', 2, /Write "Prufer" instead/],
    ['no role', '- slug: a\n  name: N\n  groups: []', 2, /no roleDefinition/],
    [
      'a role under another name',
      '- slug: a\n  name: N\n  system_prompt: x\n  groups: []',
      2,
      /rename that to roleDefinition/,
    ],
    ['no groups', '- slug: a\n  name: N\n  roleDefinition: R', 2, /no groups/],
    [
      'groups twice',
      '- slug: a\n  roleDefinition: R\n  name: N\n  groups: [read]\n  groups: [edit]',
      6,
      /more than once/,
    ],
    ['a text for a mode', '- code', 2, /no mode/],
    [
      'a role that is a map',
      '- slug: a\n  name: N\n  roleDefinition: {a: b}\n  groups: []',
      2,
      /no roleDefinition/,
    ],
  ])('%s keeps only that mode out', (_, entry, line, message) => {
    const { modes, problems } = parseModesText(`customModes:\n${entry}\n${listed('good').slice(13)}`, 'user')
    expect(modes.map(({ slug }) => slug)).toEqual(['good'])
    expect(problems.filter(({ severity }) => severity === 'error')).toContainEqual(
      expect.objectContaining({ line, message: expect.stringMatching(message) }),
    )
  })

  test('of two modes with one slug the first counts', () => {
    const { modes, told } = parse(`${listed('a', 'b', 'a')}  description: second\n`)
    expect(modes.map(({ slug, description }) => [slug, description])).toEqual([
      ['a', ''],
      ['b', ''],
    ])
    expect(told).toEqual([
      '10 warning a The mode "a" is already defined in line 2, and the first one counts. Remove one of them or give it another slug.',
    ])
  })

  test('a list for a text becomes its lines, and a missing name is the slug', () => {
    const { modes, told } = parse(
      'customModes:\n- slug: a\n  roleDefinition: R\n  groups: [read]\n  customInstructions:\n    - First.\n    - Second.\n',
    )
    expect(modes[0]).toMatchObject({ name: 'a', customInstructions: '- First.\n- Second.' })
    expect(told.map((line) => line.slice(0, 11))).toEqual(['2 warning a', '5 warning a'])
  })

  test('numbers and the like in YAML are texts as typed', () => {
    const text = 'customModes:\n- {slug: 007, name: 1.0, roleDefinition: yes, description: true, groups: []}'
    expect(parse(text).modes[0]).toMatchObject({
      slug: '007',
      name: '1.0',
      roleDefinition: 'yes',
      description: 'true',
    })
  })

  test.each([
    ['no root', '{"mode": []}', /no list of modes/],
    ['prose', 'Task completed. The modes are fine.', /no list of modes/],
    ['a map for the list', '{"customModes": {"code": {}}}', /must be a list/],
    ['a cut JSON', '{"customModes": [', /closing \]/],
    ['a second configuration pasted below', '{"customModes": []}\n{"customModes": []}', /more after the end/],
    ['a quotation mark in a text', '{"customModes": [{"slug": "a "b" c"}]}', /written \\"/],
    ['a single backslash', '{"customModes": [{"slug": "\\."}]}', /written twice/],
    [
      'a colon in an unquoted text',
      'customModes:\n- slug: a\n  description: Phase 1: explore',
      /quotation marks/,
    ],
    ['a tab', 'customModes:\n\t- slug: a', /spaces, not with tabs|not fit/],
  ])('%s is told in words', (_, text, message) => {
    const { modes, problems } = parseModesText(text, 'user')
    expect(modes).toEqual([])
    expect(problems[0]?.severity).toBe('error')
    expect(problems[0]?.line).toBeGreaterThan(0)
    expect(problems[0]?.message).toMatch(message)
  })

  test('what is certainly whole before a fault of syntax is used, and nothing after it', () => {
    const broken = listed('a', 'b', 'c').replace('- slug: c\n  name: N', '- slug: c\n  name: N: N')
    expect(slugs(broken)).toEqual(['a', 'b'])
    expect(slugs(listed('a', 'b', 'c').replace('- slug: b\n  name: N', '- slug: b\n  name: N: N'))).toEqual([
      'a',
    ])
    const cut = JSON.stringify(
      [1, 2, 3].map((n) => ({ slug: `s${n}`, name: 'N', roleDefinition: 'R', groups: ['read'] })),
    )
    for (let length = 1; length < cut.length; length++) {
      // What a cut leaves of a mode must never pass for a mode: its limits may be what was cut off.
      const whole = cut.slice(0, length).split('},{').length - 1
      expect(slugs(cut.slice(0, length)).length, cut.slice(0, length)).toBeLessThanOrEqual(whole)
    }
  })

  test('texts and files beyond their limits are refused', () => {
    const field = parseModesText(yaml.replace('You write', `${'x'.repeat(300_000)} `), 'user')
    expect(field.modes).toEqual([])
    expect(field.problems[0]?.message).toContain('256 KB')
    const file = parseModesText(`# ${'x'.repeat(4 * 1024 * 1024)}\n${yaml}`, 'user')
    expect(file.modes).toEqual([])
    expect(file.problems[0]?.message).toContain('4 MB')
  })

  test('nesting without end is told, not thrown', () => {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(50_000), '- '.repeat(20_000)]) {
      expect(parseModesText(text, 'user')).toMatchObject({ modes: [], problems: [{ severity: 'error' }] })
    }
  })

  test('aliases that multiply stay cheap', () => {
    const bombs = Array.from({ length: 30 }, (_, n) => `b${n + 1}: &b${n + 1} [${`*b${n},`.repeat(9)}]`)
    const { modes } = parseModesText(`b0: &b0 [read]\n${bombs.join('\n')}\ncustomModes: *b30\n`, 'user')
    expect(modes).toEqual([])
  })
})

test('the configuration that gives an orchestrator read, and nothing else, works as pasted', () => {
  const pasted = `{
"customModes": [
{
"slug": "orchestrator",
"name": "🪃 Orchestrator",
"roleDefinition": "You coordinate.",
"customInstructions": "Delegate with \`new_task\`:\\n * context\\n * scope",
"groups": [
"read"
],
"source": "global"
}
]
}
`
  const { modes, problems } = parseModesText(pasted, 'user')
  expect(problems).toEqual([])
  expect(modes).toMatchObject([{ slug: 'orchestrator', groups: [{ group: 'read' }], source: 'user' }])
})

describe('for any text', () => {
  test('it never throws, and every mode is whole and every line is in the file', () => {
    const mangled = fc
      .tuple(
        fc.constantFrom(yaml, json, listed('a', 'b')),
        fc.nat(1_000),
        fc.nat(40),
        fc.string({ unit: 'binary' }),
      )
      .map(([text, at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut))
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((value) => `{"customModes":${value}}`),
      mangled,
    )
    fc.assert(
      fc.property(anything, (text) => {
        const { modes, problems } = parseModesText(text, 'project')
        const count = text.split('\n').length
        for (const { line } of problems) expect(line ?? 1).toBeLessThanOrEqual(count)
        for (const mode of modes) expect(mode.slug).toMatch(/^[a-zA-Z0-9-]+$/)
      }),
      { numRuns: 500 },
    )
  })

  test('modes that hold come back as they were, from JSON and from YAML', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\ufeff'))
    const filled = text.filter((one) => one.trim() !== '')
    const grant = fc.oneof(
      fc.constantFrom('read', 'command', 'browser', 'mcp').map((group) => ({ group })),
      fc
        .constantFrom('\\.md$', '^src/', 'a|b')
        .map((fileRegex) => ({ group: 'edit', fileRegex, description: 'd' })),
    )
    const mode = fc.record({
      slug: fc.stringMatching(/^[a-zA-Z0-9-]{1,12}$/),
      name: filled.map((one) => one.trim()),
      description: text,
      whenToUse: text,
      roleDefinition: filled,
      customInstructions: text,
      groups: fc.uniqueArray(grant, { selector: JSON.stringify, maxLength: 6 }),
    })
    fc.assert(
      fc.property(fc.uniqueArray(mode, { selector: ({ slug }) => slug, maxLength: 4 }), (modes) => {
        const written = modes.map((one) => ({
          ...one,
          groups: one.groups.map(({ group, ...options }) =>
            Object.keys(options).length === 0 ? group : [group, options],
          ),
        }))
        const expected = modes.map((one) => ({ ...one, source: 'user' }))
        for (const file of [JSON.stringify({ customModes: written }), stringify({ customModes: written })]) {
          expect(parseModesText(file, 'user')).toMatchObject({ modes: expected, problems: [] })
        }
      }),
      { numRuns: 200 },
    )
  })
})
