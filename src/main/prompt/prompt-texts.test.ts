import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadPromptTexts } from './prompt-texts.ts'

const folder = join(import.meta.dirname, '../../../resources/prompts')

test('every text of the folder is used, and every text that is used is there', () => {
  const names = readdirSync(folder).map((name) => name.replace(/\.md$/, ''))
  expect(Object.keys(loadPromptTexts(folder)).sort()).toEqual(names.sort())
})

test('a damaged text keeps the app from starting and is named', () => {
  const copy = mkdtempSync(join(tmpdir(), 'prompts-'))
  onTestFinished(() => rmSync(copy, { recursive: true }))
  cpSync(folder, copy, { recursive: true })
  writeFileSync(join(copy, 'commands.md'), 'Use {{shel}}.')
  expect(() => loadPromptTexts(copy)).toThrow(/commands\.md has an unknown placeholder \{\{shel\}\}/)
})
