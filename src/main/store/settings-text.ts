import { applyEdits, modify, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { appCommands } from '../../contract/app-commands.ts'
import { noBudget } from '../../contract/budget.ts'
import {
  type PreferenceName,
  preferenceNames,
  preferencesSchema,
  type SettingsProblem,
} from '../../contract/settings.ts'
import { editorName, editorSchema } from './own-editor.ts'

/** What settings.json begins as. */
export const emptySettings = '{\n}\n'

/** What a settings text comes to. */
export type ReadSettings = {
  /** What holds, by name. Not what is faulty. */
  values: Map<PreferenceName, unknown>
  /** What it names, but with a value that is not possible. */
  faulty: Set<PreferenceName>
  /** False when it is no JSON at all, so that nothing of it can be told. */
  readable: boolean
  problems: SettingsProblem[]
}

const meanings: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  PropertyNameExpected: 'a name in quotation marks is expected here',
  ValueExpected: 'a value is missing here',
  ColonExpected: 'a colon is missing here',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'nothing may stand after the closing }',
  UnexpectedEndOfString: 'this text has no closing quotation mark',
  UnexpectedEndOfComment: 'this comment has no end',
}

/** Reads JSON with comments and trailing commas. Never throws; an empty text sets nothing. */
export function readSettings(text: string): ReadSettings {
  const problems: SettingsProblem[] = []
  const values: ReadSettings['values'] = new Map()
  const faulty: ReadSettings['faulty'] = new Set()
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true })
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
  const tell = (severity: SettingsProblem['severity'], offset: number, message: string) =>
    problems.push({ severity, line: lineOf(offset), message })

  const [first] = errors.toSorted((one, other) => one.offset - other.offset)
  if (first !== undefined) {
    const what = meanings[printParseErrorCode(first.error)] ?? 'something stands here that is no JSON'
    tell('error', first.offset, `The file cannot be read from here on: ${what}.`)
    return { values, faulty, readable: false, problems }
  }
  if (root === undefined) return { values, faulty, readable: true, problems }
  if (root.type !== 'object') {
    tell('error', root.offset, 'The file has to be one object: { "name": value, … }.')
    return { values, faulty, readable: false, problems }
  }
  const seen = new Set<string>()
  for (const { children = [] } of root.children ?? []) {
    const [key, node] = children
    if (key === undefined || node === undefined) continue
    const name = String(key.value)
    if (seen.has(name)) tell('warning', key.offset, `"${name}" stands here again; the last one counts.`)
    seen.add(name)
    if (name === '$schema') continue
    if (name === editorName) {
      const read = editorSchema.safeParse(plainValue(node))
      if (!read.success)
        tell('error', node.offset, `${name}: ${read.error.issues[0]?.message ?? 'no command'}.`)
      continue
    }
    if (!isPreference(name)) {
      const near = nearest(name)
      const hint = near === null ? '' : ` Is "${near}" meant?`
      tell('warning', key.offset, `There is no setting "${name}". It is kept and not used.${hint}`)
      continue
    }
    values.delete(name)
    faulty.delete(name)
    const fault = take(name, node)
    if (fault === null) continue
    faulty.add(name)
    tell('error', fault.offset, `${name}: ${fault.message}. What held before holds on.`)
  }
  return { values, faulty, readable: true, problems }

  function take(name: PreferenceName, node: Node): { offset: number; message: string } | null {
    const plain = plainValue(node)
    const value = name === 'treeBudget' && isObject(plain) ? { ...noBudget, ...plain } : plain
    const read = preferencesSchema.shape[name].safeParse(value)
    if (read.success) {
      values.set(name, read.data)
      if (name === 'keys') warnOfCommands(node)
      return null
    }
    const [issue] = read.error.issues
    const path = issue?.path ?? []
    const at = path.length === 0 ? '' : `${path.join(', ')}: `
    return { offset: deepest(node, path).offset, message: `${at}${issue?.message ?? 'not possible'}` }
  }

  function warnOfCommands(node: Node): void {
    for (const { children = [] } of node.children ?? []) {
      const id = String(children[0]?.value)
      if (appCommands.some((command) => command.id === id)) continue
      tell(
        'warning',
        children[0]?.offset ?? node.offset,
        `There is no command "${id}". Its keys are not used.`,
      )
    }
  }
}

/** The text with some settings changed; undefined removes one. Comments, order and unknown names stay. */
export function changeSettings(text: string, change: ReadonlyMap<string, unknown>): string {
  // A text that is empty, or has comments only, gets its object behind them.
  let next =
    parseTree(text) === undefined
      ? `${text.trimEnd()}${text.trim() === '' ? '' : '\n'}${emptySettings}`
      : text
  for (const [name, value] of change) {
    const formattingOptions = { insertSpaces: true, tabSize: 2, eol: next.includes('\r\n') ? '\r\n' : '\n' }
    next = applyEdits(next, modify(next, [name], value, { formattingOptions }))
  }
  return next
}

function isPreference(name: string): name is PreferenceName {
  return Object.hasOwn(preferencesSchema.shape, name)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Like `getNodeValue`, but a name such as `__proto__` is a name like any other. */
function plainValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plainValue)
  if (node.type !== 'object') return node.value
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key === undefined || value === undefined ? [] : [[String(key.value), plainValue(value)]],
    ),
  )
}

/** The node at a path, or the last one on the way that is there. */
function deepest(node: Node, path: readonly PropertyKey[]): Node {
  const [step, ...rest] = path
  if (step === undefined) return node
  const next =
    node.type === 'array'
      ? node.children?.[Number(step)]
      : node.children?.find(({ children }) => children?.[0]?.value === step)?.children?.[1]
  return next === undefined ? node : deepest(next, rest)
}

/** The setting that a misspelt name was probably meant to be. */
function nearest(name: string): PreferenceName | null {
  const letters = (word: string) => word.toLowerCase().replace(/[^a-z]/g, '')
  return (
    preferenceNames.find((known) => letters(known) === letters(name)) ??
    preferenceNames.find((known) => name.length > 3 && letters(known).includes(letters(name))) ??
    null
  )
}
