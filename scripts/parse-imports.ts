import { parseSync, Visitor } from 'vite'

/** One place where a file names another module, or starts git. */
export type ModuleReference = { line: number } & (
  | {
      kind: 'module'
      specifier: string
      typesOnly: boolean
      /** Loaded when that line runs, not before. */
      dynamic: boolean
    }
  /** `import(x)` or `require(x)` of something that is no literal. */
  | { kind: 'computed' }
  /** A call such as `spawn('git', …)` or `exec('git status')`. */
  | { kind: 'git' }
  /** A comment that switches the rule against import cycles off. */
  | { kind: 'suppression' }
)

const STARTS_PROCESS = /\b(spawn|exec|fork)/
const IS_GIT = /^(\S*\/)?git(\.exe)?(\s|$)/
const SUPPRESSES_CYCLES = /biome-ignore[a-z-]*\s+lint(\/suspicious(\/noImportCycles)?)?\s*:/

/**
 * Finds every way in which a file can name a module: `import`, `export from`, `import()`, `require()`,
 * `require.resolve()`, types written as `import('x').T`, and `new URL('x', import.meta.url)` for workers.
 * `import { type A }` counts as a value import: with `verbatimModuleSyntax` the module is still loaded.
 * @throws Error when the source cannot be parsed.
 */
export function parseReferences(file: string, source: string): ModuleReference[] {
  const { program, errors, comments } = parseSync(file, source)
  const error = errors[0]
  if (error) throw new Error(`${file}: ${error.message}`)

  const found: ModuleReference[] = []
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length
  const add = (node: { start: number }, specifier: string, typesOnly: boolean, dynamic = false): void => {
    found.push({ kind: 'module', line: lineAt(node.start), specifier, typesOnly, dynamic })
  }
  const addArgument = (node: { start: number }, argument: unknown): void => {
    const text = literalText(argument)
    if (text === undefined) found.push({ kind: 'computed', line: lineAt(node.start) })
    else add(node, text, false, true)
  }

  new Visitor({
    ImportDeclaration: (node) => add(node, node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node, node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node, node.source.value, node.exportKind === 'type')
    },
    TSImportType: (node) => add(node, node.source.value, true),
    ImportExpression: (node) => addArgument(node, node.source),
    CallExpression: (node) => {
      const callee = source.slice(node.callee.start, node.callee.end)
      const first = node.arguments[0]
      if (callee === 'require' || callee === 'require.resolve') addArgument(node, first)
      if (callee === 'import.meta.glob') found.push({ kind: 'computed', line: lineAt(node.start) })
      if (STARTS_PROCESS.test(callee) && IS_GIT.test(textStart(first)?.text ?? '')) {
        found.push({ kind: 'git', line: lineAt(node.start) })
      }
    },
    NewExpression: (node) => {
      const [first, base] = node.arguments
      if (source.slice(node.callee.start, node.callee.end) !== 'URL' || !base) return
      const text = literalText(first)
      const isOurs = source.slice(base.start, base.end) === 'import.meta.url'
      if (isOurs && text !== undefined && /\.[cm]?[jt]sx?$/.test(text)) add(node, text, false, true)
    },
  }).visit(program)

  for (const comment of comments) {
    if (SUPPRESSES_CYCLES.test(comment.value))
      found.push({ kind: 'suppression', line: lineAt(comment.start) })
  }
  return found
}

/** The text of a string, or of a template up to its first placeholder. */
function textStart(node: unknown): { text: string; whole: boolean } | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node)) return undefined
  if (node.type === 'Literal' && 'value' in node && typeof node.value === 'string') {
    return { text: node.value, whole: true }
  }
  if (node.type !== 'TemplateLiteral' || !('quasis' in node) || !Array.isArray(node.quasis)) return undefined
  const quasis = node.quasis as { value: { cooked: string | null } }[]
  return { text: quasis[0]?.value.cooked ?? '', whole: quasis.length === 1 }
}

function literalText(node: unknown): string | undefined {
  const start = textStart(node)
  return start?.whole ? start.text : undefined
}
