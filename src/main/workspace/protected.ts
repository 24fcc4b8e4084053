/**
 * Files and folders that govern the agent, the editor, git or what runs by itself, so that changing them
 * asks even while edits are automatic. A name protects at any depth, and a folder with everything in it.
 */
const PROTECTED_NAMES: ReadonlySet<string> = new Set([
  // Ours and those whose modes and rules we read.
  '.treeline',
  '.treelineignore',
  '.treelinemodes',
  'agents.md',
  'agent.md',
  'agents.local.md',
  'claude.md',
  'claude.local.md',
  'gemini.md',
  '.claude',
  '.codex',
  '.cursor',
  '.cursorrules',
  '.windsurf',
  '.windsurfrules',
  'copilot-instructions.md',
  'custom_modes.yaml',
  'custom_modes.yml',
  'custom_modes.json',
  'mcp_settings.json',
  'mcp.json',
  '.mcp.json',
  // Version control: configuration and hooks run programs.
  '.git',
  '.gitmodules',
  '.gitconfig',
  '.gitattributes',
  '.hg',
  '.jj',
  '.husky',
  '.githooks',
  '.pre-commit-config.yaml',
  'lefthook.yml',
  'lefthook.yaml',
  // Editors and tools that run programs when a folder is opened or entered.
  '.vscode',
  '.idea',
  '.zed',
  '.devcontainer',
  '.devcontainer.json',
  '.envrc',
  '.direnv',
  '.mise.toml',
  'mise.toml',
  '.tool-versions',
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  '.pnpmfile.cjs',
  '.pypirc',
  '.netrc',
  '.ssh',
  '.gnupg',
  '.aws',
  // Read by every new shell.
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.bash_logout',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.zlogin',
])

/** The same by how a name begins or ends: `.roomodes`, `.roorules-code`, `.kilocoderules`, `x.code-workspace`. */
const PROTECTED_PATTERNS: readonly RegExp[] = [
  /^\.roo/,
  /^\.kilo/,
  /^\.cline/,
  /\.code-workspace$/,
  // The short name that Windows gives `.git`.
  /^git~\d+$/,
]

/**
 * The name in `path` that makes it protected, as it is written there, or null. Compares segment by segment
 * as the most lenient file system would: whatever the case, Unicode form, invisible characters, trailing
 * dots and spaces, or alternate stream of a segment. Both kinds of slash separate. Pure.
 */
export function protectedName(path: string): string | null {
  for (const segment of path.split(/[/\\]/)) {
    const name = plainName(segment)
    if (PROTECTED_NAMES.has(name) || PROTECTED_PATTERNS.some((pattern) => pattern.test(name))) return segment
  }
  return null
}

function plainName(segment: string): string {
  return (
    segment
      .normalize('NFKC')
      // Code points that HFS+ skips when it compares names.
      .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad]/g, '')
      .toLowerCase()
      .replace(/:.*$/s, '')
      .replace(/[. ]+$/, '')
  )
}
