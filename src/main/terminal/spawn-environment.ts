import { delimiter, isAbsolute } from 'node:path'

/** Variables of a process: names to values. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The variable by which every process of a command can be found, however far it has moved away. */
export const COMMAND_MARKER = 'TREELINE_COMMAND_ID'

/**
 * The names that a command inherits; all others stay behind. It is a list of what passes, not of what is
 * held back, because a key can have any name. The proxies are in it since nothing reaches the network
 * without them where they are needed. Left out on purpose: `SSH_AUTH_SOCK` and the like, which let a command
 * act as the person elsewhere; `DISPLAY`, so that nothing opens a window; `NODE_OPTIONS`, `BASH_ENV`,
 * `LD_PRELOAD` and the like, which run code; `CI`, which changes what builds and tests mean.
 */
const INHERITED = new Set([
  ...['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TMP', 'TEMP'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'ALL_PROXY', 'NO_PROXY'],
  ...['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'],
  ...['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR'],
  ...['NVM_DIR', 'VOLTA_HOME', 'FNM_DIR', 'PNPM_HOME', 'PYENV_ROOT', 'RBENV_ROOT', 'ASDF_DIR'],
  ...['ASDF_DATA_DIR', 'MISE_DATA_DIR', 'CARGO_HOME', 'RUSTUP_HOME', 'GOPATH', 'GOROOT', 'JAVA_HOME'],
  ...['ANDROID_HOME', 'DOTNET_ROOT', 'GEM_HOME', 'GEM_PATH', 'HOMEBREW_PREFIX'],
])

/** What Windows programs do not start without. Upper case: names have no case there. */
const INHERITED_ON_WINDOWS = new Set([
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'OS', 'NUMBER_OF_PROCESSORS'],
  ...['PROCESSOR_ARCHITECTURE', 'USERNAME', 'USERDOMAIN', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH'],
  ...['APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432'],
  ...['COMMONPROGRAMFILES', 'PUBLIC', 'ALLUSERSPROFILE', 'PSMODULEPATH'],
])

/** An editor cannot be used here: say so at once instead of waiting for keys that nobody presses. */
const NO_EDITOR = `sh -c 'echo "No editor can be opened here. Give the text on the command line, or write the file." >&2; exit 1'`

/**
 * Keeps programs from asking, paging and opening editors: nobody may be there to answer. What would ask
 * fails with words instead, so that nothing is agreed to that the approval did not show; hence
 * `npm_config_yes=false` (npx refuses to install unless the command itself says `--yes`) and `false` as
 * the program that answers git and ssh. Git's own editor is `true`: a prepared merge message is taken as it
 * stands and an empty commit message still refuses.
 */
const QUIET: Environment = {
  TERM: 'xterm-256color',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  MANPAGER: 'cat',
  SYSTEMD_PAGER: 'cat',
  GH_PAGER: 'cat',
  AWS_PAGER: 'cat',
  LESS: '-FRX',
  GIT_EDITOR: 'true',
  EDITOR: NO_EDITOR,
  VISUAL: NO_EDITOR,
  GIT_TERMINAL_PROMPT: '0',
  GCM_INTERACTIVE: 'never',
  GIT_ASKPASS: 'false',
  SSH_ASKPASS: 'false',
  SSH_ASKPASS_REQUIRE: 'force',
  GH_PROMPT_DISABLED: '1',
  DEBIAN_FRONTEND: 'noninteractive',
  NONINTERACTIVE: '1',
  HOMEBREW_NO_AUTO_UPDATE: '1',
  npm_config_yes: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  NO_UPDATE_NOTIFIER: '1',
  PIP_NO_INPUT: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  POETRY_NO_INTERACTION: '1',
  COMPOSER_NO_INTERACTION: '1',
  TF_INPUT: '0',
}

/** Where programs are when the app was started without a PATH; also what a macOS app lacks when not started from a shell. */
const STANDARD_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
const MACOS_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin']

/**
 * The search path for a command. Folders that are not absolute are left out: through them a repository
 * could put its own `ls` in front of the system's. So are the folders that `npm run` put in front when it
 * started the app, else people's commands would find the app's own tools before theirs.
 */
function searchPath(source: Environment, platform: NodeJS.Platform): string {
  const startedByNpm = source.npm_lifecycle_event !== undefined
  const folders = (source.PATH ?? source.Path ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .filter((folder) => !(startedByNpm && /[\\/](?:node_modules[\\/]\.bin|node-gyp-bin)[\\/]?$/.test(folder)))
  if (platform === 'win32') return folders.join(delimiter)
  if (folders.length === 0) folders.push(...STANDARD_FOLDERS)
  if (platform === 'darwin') folders.push(...MACOS_FOLDERS.filter((folder) => !folders.includes(folder)))
  return folders.join(delimiter)
}

function isInherited(name: string, platform: NodeJS.Platform): boolean {
  if (platform === 'win32' && INHERITED_ON_WINDOWS.has(name.toUpperCase())) return true
  return INHERITED.has(name) || /^LC_[A-Z]+$/.test(name)
}

/**
 * The fresh environment of one command: what `source` (usually the app's own) may pass on, settings that
 * keep programs from asking, then `extra`, which wins over both, then the marker, which nothing overrides.
 */
export function spawnEnvironment(
  source: Environment,
  commandId: string,
  extra: Environment = {},
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const result: Record<string, string> = {}
  const add = ([name, value]: [string, string | undefined]) => {
    if (value !== undefined) result[name] = value
  }
  Object.entries(source)
    .filter(([name]) => isInherited(name, platform))
    .forEach(add)
  add(['PATH', searchPath(source, platform)])
  Object.entries(QUIET).forEach(add)
  Object.entries(extra).forEach(add)
  result[COMMAND_MARKER] = commandId
  return result
}
