import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { builtInModes, loadBuiltInModes } from './built-in.ts'

const resources = join(import.meta.dirname, '../../../resources/modes')
const modes = loadBuiltInModes(resources)
const mode = (slug: string) => modes.find((one) => one.slug === slug)
const groups = (slug: string) => mode(slug)?.groups.map(({ group }) => group)

describe('the built-in modes', () => {
  test('are the seven, each with a plain name and all that a choice needs', () => {
    expect(modes.map(({ slug }) => slug)).toEqual([
      'orchestrator',
      'code',
      'architect',
      'debug',
      'ask',
      'test',
      'review',
    ])
    for (const { name, description, whenToUse, customInstructions, source } of modes) {
      expect(name).toMatch(/^\p{Lu}\p{Ll}+$/u)
      expect(description.length).toBeLessThan(60)
      expect(whenToUse.length).toBeGreaterThan(60)
      expect(whenToUse).not.toContain('\n')
      expect(customInstructions).not.toBe('')
      expect(source).toBe('builtin')
    }
  })

  test('have the tools their work needs and no others', () => {
    expect(groups('orchestrator')).toEqual([])
    expect(groups('code')).toEqual(['read', 'edit', 'browser', 'command', 'mcp'])
    expect(groups('debug')).toEqual(['read', 'edit', 'browser', 'command', 'mcp'])
    expect(groups('ask')).toEqual(['read', 'mcp'])
    expect(groups('test')).toEqual(['read', 'edit', 'command'])
    expect(groups('review')).toEqual(['read', 'command'])
    expect(mode('architect')?.groups).toContainEqual({
      group: 'edit',
      fileRegex: '\\.md$',
      description: 'Markdown files',
    })
  })

  test('are short: a model reads every word in every turn', () => {
    for (const { slug, roleDefinition, customInstructions } of modes) {
      const words = `${roleDefinition} ${customInstructions}`.split(/\s+/).length
      expect(words, slug).toBeLessThan(slug === 'orchestrator' ? 550 : 250)
    }
  })

  test('let the orchestrator know its seven duties', () => {
    const told = mode('orchestrator')?.customInstructions ?? ''
    const duties = [
      /^2\. Break it down/m,
      /^3\. Delegate with new_task/m,
      /^5\. Follow up/m,
      /^4\. Explain.*why/ms,
      /^6\. Put it together/m,
      /ask_followup_question/,
      /^7\. Improve/m,
    ]
    for (const duty of duties) expect(told).toMatch(duty)
  })

  test('let the orchestrator know the five things every message holds', () => {
    const told = mode('orchestrator')?.customInstructions ?? ''
    for (const part of ['Context', 'Scope', 'Only this', 'Report', 'Precedence'])
      expect(told).toMatch(new RegExp(`- ${part}: `))
    expect(told).toContain('attempt_completion')
    expect(told).toContain('concise yet thorough')
    expect(told).toContain('all that comes back')
    expect(told).toMatch(/win over any general instructions/)
  })
})

describe('a damaged built-in mode', () => {
  let folder = ''
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['a fault', 'customModes:\n- slug: code'],
    ['a warning', 'customModes:\n- {slug: code, name: C, roleDefinition: R, groups: [reed]}'],
    ['another slug', 'customModes:\n- {slug: coder, name: C, roleDefinition: R, groups: [read]}'],
    ['nothing', ''],
  ])('with %s keeps the app from starting and names the file', (_, text) => {
    folder = mkdtempSync(join(tmpdir(), 'built-in-'))
    cpSync(resources, folder, { recursive: true })
    writeFileSync(join(folder, 'code.yaml'), text)
    expect(() => loadBuiltInModes(folder)).toThrow(join(folder, 'code.yaml'))
  })
})

describe('the build', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('brings what it found in the folder, so that no start reads it', () => {
    expect(builtInModes(resources)).toEqual(modes)
    vi.stubGlobal('TREELINE_BUILT_IN_MODES', JSON.stringify(modes))
    expect(builtInModes('/nowhere')).toEqual(modes)
  })
})
