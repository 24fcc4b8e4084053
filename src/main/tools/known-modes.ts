import { type ToolContext, ToolError } from './tool.ts'

/** The mode of this slug. Throws ToolError that lists those there are when there is none (R2). */
export function findMode(context: Pick<ToolContext, 'modes'>, slug: string) {
  const modes = context.modes()
  const wanted = slug.trim().toLowerCase()
  const mode =
    modes.find((one) => one.slug === slug) ??
    modes.find((one) => one.slug.toLowerCase() === wanted || one.name.toLowerCase() === wanted)
  if (mode) return mode
  const known = modes
    .map((one) => (one.name === one.slug ? one.slug : `${one.slug} (${one.name})`))
    .join(', ')
  throw new ToolError(`There is no mode ${JSON.stringify(slug)}. The modes are: ${known}. Nothing was done.`)
}
