/** A piece of a JSON schema, as far as arguments are fitted to it. */
export type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
}

/**
 * Names under which models send a field, in the order of trust. One counts only when the field itself is
 * absent and the tool has no field of that name.
 */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  path: [
    'file_path',
    'filePath',
    'filepath',
    'target_file',
    'file',
    'filename',
    'file_name',
    'directory',
    'dir',
  ],
  start_line: ['startLine', 'line_start', 'offset'],
  end_line: ['endLine', 'line_end'],
  file_pattern: ['filePattern', 'glob', 'include'],
  replace_all: ['replaceAll'],
  cwd: ['workdir', 'working_directory', 'directory'],
  content: ['contents', 'file_text', 'text'],
  diff: ['patch', 'diffs'],
  old_string: ['old_str', 'oldString', 'old_text', 'search'],
  new_string: ['new_str', 'newString', 'new_text', 'replace'],
  regex: ['pattern', 'query', 'regexp'],
  command: ['cmd', 'commands'],
  command_id: ['commandId', 'artifact_id', 'id'],
  mode: ['mode_slug', 'modeSlug', 'slug'],
  mode_slug: ['mode', 'modeSlug', 'slug'],
  message: ['prompt', 'instructions', 'task'],
  result: ['summary', 'output'],
  run: ['command', 'commands', 'cmd'],
  exists: ['exist', 'files'],
  unchanged: ['untouched', 'unmodified'],
  follow_up: ['followUp', 'suggestions', 'options'],
  todos: ['todo_list', 'items', 'tasks'],
  text: ['content', 'title', 'task', 'answer', 'suggestion', 'description'],
}

/**
 * Fits what a model sent to what a schema wants, where only the wrapping is wrong and nothing has to be
 * guessed: numbers and truth values written as text, null for absent, a list or object written as JSON text,
 * one thing where a list of such things is wanted, a field by another usual name. Anything else is left as it
 * is, for the schema to refuse. Pure.
 */
export function coerceArguments(value: unknown, schema: Schema): unknown {
  if (schema.anyOf) return coerceToAny(value, schema.anyOf)
  switch (schema.type) {
    case 'integer':
    case 'number':
      return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value
    case 'boolean':
      return typeof value === 'string' && /^\s*(true|false)\s*$/i.test(value) ? /true/i.test(value) : value
    case 'array':
      return coerceToArray(value, schema)
    case 'object':
      return coerceToObject(value, schema)
    default:
      return value
  }
}

function coerceToAny(value: unknown, schemas: Schema[]): unknown {
  const fits = (candidate: unknown) => schemas.some(({ type }) => isOfType(candidate, type))
  const same = schemas.find(({ type }) => isOfType(value, type))
  if (same) return coerceArguments(value, same)
  return schemas.map((schema) => coerceArguments(value, schema)).find(fits) ?? value
}

function coerceToArray(value: unknown, { items = {} }: Schema): unknown {
  const parsed = parseIf(value, '[')
  if (Array.isArray(parsed)) return parsed.map((item) => coerceArguments(item, items))
  if (typeof parsed === 'string' && items.type === 'string' && parsed.trim() !== '') return [parsed]
  return isObject(parsed) && items.type === 'object' ? [coerceArguments(parsed, items)] : parsed
}

function coerceToObject(value: unknown, { properties = {}, required = [] }: Schema): unknown {
  const parsed = parseIf(value, '{')
  const [only] = required
  if (typeof parsed === 'string' && required.length === 1 && only !== undefined) {
    return properties[only]?.type === 'string' ? { [only]: parsed } : parsed
  }
  if (!isObject(parsed)) return parsed
  const fields = new Map(Object.entries(parsed))
  for (const name of Object.keys(properties)) {
    if (fields.has(name)) continue
    const alias = ALIASES[name]?.find((other) => fields.has(other) && !(other in properties))
    if (alias !== undefined) fields.set(name, fields.get(alias))
  }
  const known = Object.entries(properties).filter(
    ([name]) => fields.has(name) && !(fields.get(name) === null && !required.includes(name)),
  )
  return Object.fromEntries(known.map(([name, schema]) => [name, coerceArguments(fields.get(name), schema)]))
}

/** The value of a text that is whole, valid JSON and begins with `opener`; anything else as it is. */
function parseIf(value: unknown, opener: '[' | '{'): unknown {
  if (typeof value !== 'string' || !value.trimStart().startsWith(opener)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOfType(value: unknown, type: string | undefined): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  return typeof value === (type === 'integer' ? 'number' : type)
}
