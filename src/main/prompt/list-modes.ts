/** The most of one mode's description that a list gives away: a model reads it in every turn. */
const MAX_PURPOSE = 320

/** What a list needs to know of a mode. */
export type ListedMode = {
  slug: string
  name: string
  description: string
  whenToUse: string
  roleDefinition: string
}

/** The modes there are, one a line, each with what it is for: what a model chooses from. */
export function listModes(modes: readonly ListedMode[]): string {
  return modes.map((mode) => `- ${mode.slug} (${oneLine(mode.name)}): ${purpose(mode)}`).join('\n')
}

function purpose({ whenToUse, description, roleDefinition }: ListedMode): string {
  const text = [whenToUse, description, roleDefinition].map(oneLine).find((line) => line !== '') ?? ''
  if (text.length <= MAX_PURPOSE) return text
  const cut = text.slice(0, MAX_PURPOSE)
  const end = cut.lastIndexOf('. ')
  return end > MAX_PURPOSE / 2 ? cut.slice(0, end + 1) : `${cut.slice(0, cut.lastIndexOf(' ')).trimEnd()} …`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
