/** Languages whose grammars are there, by shiki's names for them. */
const names = [
  'bash',
  'c',
  'cpp',
  'csharp',
  'css',
  'diff',
  'docker',
  'elixir',
  'go',
  'graphql',
  'html',
  'ini',
  'java',
  'javascript',
  'json',
  'jsonc',
  'jsx',
  'kotlin',
  'lua',
  'make',
  'markdown',
  'nix',
  'php',
  'powershell',
  'python',
  'ruby',
  'rust',
  'scss',
  'sql',
  'svelte',
  'swift',
  'toml',
  'tsx',
  'typescript',
  'vue',
  'xml',
  'yaml',
] as const
export type LanguageName = (typeof names)[number]

/** Other names that models and people give them. */
const aliases: Record<string, LanguageName> = {
  'c++': 'cpp',
  'c#': 'csharp',
  cjs: 'javascript',
  console: 'bash',
  cs: 'csharp',
  dockerfile: 'docker',
  golang: 'go',
  js: 'javascript',
  kt: 'kotlin',
  makefile: 'make',
  md: 'markdown',
  mjs: 'javascript',
  patch: 'diff',
  ps1: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  shellscript: 'bash',
  ts: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
}

/** The grammar for what stands behind a fence's backticks, or null when there is none. */
export function languageName(written: string): LanguageName | null {
  const key = written.toLowerCase()
  return names.find((name) => name === key) ?? (Object.hasOwn(aliases, key) ? (aliases[key] ?? null) : null)
}
