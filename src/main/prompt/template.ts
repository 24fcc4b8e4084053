/** Fills the placeholders of one text. What is filled in is never looked into for placeholders itself. */
export type Template<P extends string> = (values: Record<P, string>) => string

/**
 * Makes a template of a text in which `{{name}}` marks what is filled in. Throws an Error that names the
 * text when it has a placeholder that is not in the list, lacks one that is, or has braces that are no
 * placeholder: a mistake in a text shows when the app starts, never in front of a model.
 */
export function compileTemplate<P extends string>(
  name: string,
  text: string,
  placeholders: readonly P[],
): Template<P> {
  const isKnown = (word: string): word is P => (placeholders as readonly string[]).includes(word)
  // Odd places hold the names, even ones the text between them.
  const parts = text.split(/\{\{(\w+)\}\}/)
  const used = parts.filter((_, at) => at % 2 === 1)
  const unknown = used.find((word) => !isKnown(word))
  if (unknown !== undefined)
    throw new Error(`The prompt text ${name} has an unknown placeholder {{${unknown}}}.`)
  const unused = placeholders.find((word) => !used.includes(word))
  if (unused !== undefined) throw new Error(`The prompt text ${name} lacks the placeholder {{${unused}}}.`)
  if (parts.some((part, at) => at % 2 === 0 && /\{\{|\}\}/.test(part))) {
    throw new Error(`The prompt text ${name} has braces that are no placeholder.`)
  }
  return (values) => parts.map((part, at) => (at % 2 === 1 && isKnown(part) ? values[part] : part)).join('')
}
