import { expect, test } from 'vitest'
import { protectedName } from './protected.ts'

test.each([
  '.git/config',
  '.GIT/hooks/pre-commit',
  'vendor/lib/.git',
  '.g\u200cit/config',
  '.git::$INDEX_ALLOCATION/config',
  '.git./config',
  '.git ',
  'GIT~1/config',
  '.gitmodules',
  '.vscode/settings.json',
  '.v\u017fcode/settings.json',
  '.vscode\\settings.json',
  '.idea/workspace.xml',
  'proj.code-workspace',
  '.mcp.json',
  '.roo/mcp.json',
  '.roomodes',
  '.roorules-code',
  '.kilocodemodes',
  '.kilocode/rules/a.md',
  '.clinerules/a.md',
  '.treeline/rules.md',
  'packages/a/AGENTS.md',
  'claude.md',
  '.envrc',
  '.npmrc',
])('%j is protected', (path) => {
  expect(protectedName(path)).not.toBe(null)
})

test.each([
  'src/git.ts',
  '.github/workflows/ci.yml',
  '.gitignore',
  'agents.mdx',
  'docs/mcp.md',
  '..',
  '',
  'my.git/x',
  '.env',
])('%j is not', (path) => {
  expect(protectedName(path)).toBe(null)
})
