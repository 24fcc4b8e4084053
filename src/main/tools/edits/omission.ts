/** The placeholder a model left in place of code. */
export interface Omission {
  /** Its line in the new content, counted from 1. */
  line: number
  text: string
}

/** What opens and closes a comment that fills its line, in the languages people write. */
const OPENERS = ['{/*', '<!--', '/*', '//', '--[[', '--', '#', ';', '%', '"""', '(*', '*', 'rem ']
const CLOSERS = ['*/}', '-->', '*/', '--]]', ']]', '*)', '"""']

/** A comment longer than this explains something; placeholders are short. */
const LONGEST = 120

/** Up to so many words of any kind, each with the space after it. */
const words = (most: number) => `(?:[\\w.()'-]+ ){0,${most}}`
const CODE =
  '(?:code|file|functions?|methods?|class|classes|components?|module|imports?|implementations?|logic|script)'
const THINGS = `(?:${CODE}|contents?|exports?|lines?|sections?|body|styles?|rules|markup|html|css|json|tests?|cases|config|configuration|definitions?|declarations|handlers|routes|fields|properties|props|entries|items|types|variables|setup|document|text|parts?)`
const SAME =
  '(?:unchanged|unmodified|untouched|intact|omitted|elided|not shown|the same|same|as is|as before|as it was)'
const STAYS = `(?:(?:(?:is|are|be|remains?|stays?) )?${SAME}|remains?|stays?|(?:(?:goes|continues?|follows|is|are) )?here|(?:goes|continues?|follows))`
const TAIL = '(?: here| below| as before| for brevity| from (?:the )?(?:original|before)(?: file)?)?'
const LEFT = '(?:rest|others?|existing|previous|remaining|original|old)'

/**
 * Whole comments, in lower case and without punctuation, that claim code to be there which is not. Comments
 * of real code come close ("keep existing entries", "same as above", "file is unchanged", "no changes"), so
 * each wants a word for code, a word for staying the same, or both.
 */
const PLACEHOLDERS = [
  `(?:and |keep |leave )?(?:the |all )?(?:rest|remainder) of (?:the |your |this |my )?${words(2)}${CODE}(?: ${STAYS})?${TAIL}`,
  `(?:and |keep |leave )?(?:the |all )?(?:rest|remainder)(?: of ${words(4)}| )${STAYS}${TAIL}`,
  `(?:the |all )?${LEFT} (?:${words(1)}${THINGS} )?${STAYS}${TAIL}`,
  `(?:keep|leave) (?:all )?(?:the |your )?${LEFT} ${words(1)}${CODE}(?: ${STAYS})?${TAIL}`,
  `(?:code|implementation|imports|methods|functions|logic) ${STAYS}${TAIL}`,
  `(?:unchanged|omitted|unmodified) (?:${CODE}|for brevity)${TAIL}`,
  'same as (?:before|(?:in )?the original(?: file| code| version)?)',
  `no (?:other )?changes (?:here|below|above|to the rest(?: of ${words(2)}${THINGS})?)`,
]
/** With an ellipsis or a rule around it ("... existing code ..."), even this little is a placeholder. */
const PLACEHOLDERS_WITH_ELLIPSIS = [
  `(?:the |all |your )?(?:${LEFT}|more|same|unchanged|omitted|truncated|snip|snipped)(?: ${words(3)}[\\w.()'-]+)?`,
  `${words(2)}(?:unchanged|omitted|as before|same as before|same as above|for brevity)`,
  `${words(2)}(?:rest of|${LEFT}) ${words(2)}${THINGS}(?: ${STAYS})?${TAIL}`,
]
const ALWAYS = new RegExp(`^(?:${PLACEHOLDERS.join('|')})$`)
const WITH_ELLIPSIS = new RegExp(`^(?:${PLACEHOLDERS_WITH_ELLIPSIS.join('|')})$`)

/**
 * Finds a line such as "// rest of code unchanged" or "# ... existing code ..." by which a whole-file write
 * would drop code. Returns the first one, or null. Only looks when the new content is shorter than the old,
 * in characters or lines, and only at lines the old content does not have: a file may talk like that itself.
 * The line must be a comment, or begin and end with an ellipsis, and consist of nothing but such words.
 */
export function findOmission(before: string, after: string): Omission | null {
  const lines = after.split('\n')
  const old = before.split('\n')
  if (after.length >= before.length && lines.length >= old.length) return null
  let known: Set<string> | undefined
  for (const [i, line] of lines.entries()) {
    if (!isPlaceholder(line)) continue
    known ??= new Set(old.map((text) => text.trim()))
    if (!known.has(line.trim())) return { line: i + 1, text: line.trim() }
  }
  return null
}

function isPlaceholder(line: string): boolean {
  const text = line.trim().toLowerCase()
  if (text.length > LONGEST || text.length < 4) return false
  const comment = commentText(text)
  const bare = comment ?? text
  const plain = bare
    .replace(/\.{3,}|…/g, ' ')
    .replace(/[[\]{}<>,:;!*=~_#/-]+|[.()]+(?=\s|$)|(?<=\s|^)[.()]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  // Without a comment mark only "... the rest of the code ..." or "[rest of the code]" can be meant.
  const marked = comment !== undefined || /^(?:(?:\.{3}|…).* .*(?:\.{3}|…)|\[.* .*\]|\(.* .*\))$/.test(text)
  const ellipsis = /\.{3}|…|^[-=*~]{2,}.*[-=*~]{2,}$/.test(bare)
  return marked && (ALWAYS.test(plain) || (ellipsis && WITH_ELLIPSIS.test(plain)))
}

/** What a line says that is nothing but a comment; undefined for any other line. */
function commentText(text: string): string | undefined {
  const opener = OPENERS.find((mark) => text.startsWith(mark))
  if (!opener) return undefined
  const closer = CLOSERS.find((mark) => text.endsWith(mark) && text.length >= opener.length + mark.length)
  return text.slice(opener.length, closer ? -closer.length : undefined).trim()
}
