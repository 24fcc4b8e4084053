import type { z } from 'zod'
import { coerceArguments, type Schema } from './coerce-arguments.ts'
import { findDoubtfulKey } from './doubtful-key.ts'
import { type Tool, ToolError, toolDefinition } from './tool.ts'

const MOST_PROBLEMS = 10
/** Characters of the text around a fault that are shown. */
const EXCERPT = 60

const schemas = new WeakMap<Tool, Schema>()

/**
 * Turns the raw text of a call's arguments into what the tool's schema promises. Fields the tool does not
 * know are dropped, and what is only wrapped wrongly is unwrapped (see `coerceArguments`); broken JSON is
 * never repaired, since what is executed must be what was written. Throws ToolError that names each wrong
 * field, what was expected and what came, or where the JSON breaks.
 */
export function parseArguments(tool: Tool, text: string): Record<string, unknown> {
  let schema = schemas.get(tool)
  if (!schema) {
    schema = toolDefinition(tool).parameters as Schema
    schemas.set(tool, schema)
  }
  let value = text.trim() === '' ? {} : parseJson(tool, text)
  // Some models encode the object a second time, as a string.
  if (typeof value === 'string' && value.trimStart().startsWith('{')) value = parseJson(tool, value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ToolError(
      `The arguments of ${tool.name} must be one JSON object, but ${nameOf(value)} came. ${nothingDone(schema)}`,
    )
  }
  const fitted = coerceArguments(value, schema)
  const parsed = tool.schema.safeParse(fitted)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `- ${problem(issue, fitted)}`)
  const shown = problems.slice(0, MOST_PROBLEMS)
  if (problems.length > shown.length) shown.push(`- and ${problems.length - shown.length} more`)
  throw new ToolError(
    `The arguments of ${tool.name} cannot be used:\n${shown.join('\n')}\n${nothingDone(schema)}`,
  )
}

function parseJson(tool: Tool, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    refuseDoubtfulKeys(tool, text)
    return value
  } catch (error) {
    if (error instanceof ToolError) throw error
    const words = error instanceof Error ? error.message : String(error)
    const at = Number(/at position (\d+)/.exec(words)?.[1] ?? text.length)
    const brokenOff = at >= text.trimEnd().length || words.startsWith('Unterminated string')
    const before = text.slice(
      Math.max(0, (brokenOff ? text.length : at) - EXCERPT),
      brokenOff ? undefined : at,
    )
    const fault = brokenOff
      ? `they break off after ${text.length} characters, at …${JSON.stringify(before)}. They may have been too long for one answer: send the call again whole, or do it in several smaller calls`
      : `${words.replace(/ in JSON at position.*$/s, '')} at character ${at + 1}, after …${JSON.stringify(before)}. Send the call again with the JSON written correctly`
    throw new ToolError(`The arguments of ${tool.name} are no valid JSON: ${fault}. Nothing was done.`)
  }
}

function refuseDoubtfulKeys(tool: Tool, text: string): void {
  const found = findDoubtfulKey(text)
  if (found === null) return
  const name = JSON.stringify(found.key.slice(0, EXCERPT))
  const fault =
    found.why === 'twice'
      ? `have the key ${name} twice in one object`
      : `have the key ${name}, which no tool takes`
  throw new ToolError(
    `The arguments of ${tool.name} ${fault}. Send the call again without that. Nothing was done.`,
  )
}

function problem(issue: z.core.$ZodIssue, value: unknown): string {
  const where = issue.path.length === 0 ? 'the arguments' : pathText(issue.path)
  const came = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  )
  switch (issue.code) {
    case 'invalid_type':
      return `${where}: expected ${article(issue.expected)}, but ${came === undefined ? 'it is missing' : `${nameOf(came)} came`}`
    case 'invalid_union':
      return `${where}: ${came === undefined ? 'it is missing' : `${nameOf(came)} came, which is none of the kinds it can be`}`
    case 'invalid_value':
      return `${where}: expected one of ${issue.values.map(String).join(', ')}, but ${nameOf(came)} came`
    case 'too_small':
      if (issue.origin === 'string') return `${where}: it must not be empty`
      return `${where}: expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}, but ${sizeOf(came)} came`
    case 'too_big':
      return `${where}: expected at most ${issue.maximum}, but ${sizeOf(came)} came`
    default:
      return `${where}: ${issue.message}`
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`))
    .join('')
}

function article(type: string): string {
  if (type === 'int' || type === 'integer') return 'a whole number'
  if (type === 'array') return 'a list'
  if (type === 'boolean') return 'true or false'
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  const text = JSON.stringify(value)
  return `the ${typeof value} ${text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text}`
}

function sizeOf(value: unknown): string {
  if (typeof value === 'string') return `${value.length} characters`
  return Array.isArray(value) ? `${value.length}` : String(value)
}

function nothingDone(schema: Schema): string {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, { type = 'string or list' }]) =>
      `${name} (${type}${schema.required?.includes(name) ? ', required' : ''})`,
  )
  return `Nothing was done. It takes: ${fields.join(', ')}.`
}
