/// <reference lib="webworker" />
import { createCssVariablesTheme, createHighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { grammars } from './grammars.ts'
import type { HighlightAnswer, HighlightedLine, HighlightRequest } from './highlight-message.ts'

/** The theme's variables, and the token of ours that each one is: contrast is held for those. */
const classes: Record<string, string> = {
  'token-constant': 'text-approval-ink',
  'token-string': 'text-done-ink',
  'token-comment': 'text-ink-3',
  'token-keyword': 'text-subtask-ink',
  'token-parameter': 'text-ink',
  'token-function': 'text-working-ink',
  'token-string-expression': 'text-done-ink',
  'token-punctuation': 'text-ink-2',
  'token-link': 'text-accent',
  'token-inserted': 'text-done-ink',
  'token-deleted': 'text-failed-ink',
  'token-changed': 'text-approval-ink',
}

const theme = createCssVariablesTheme({ name: 'treeline', variablePrefix: '--', fontStyle: false })

const highlighter = createHighlighterCore({
  themes: [theme],
  langs: [],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
})

async function highlight({ code, language }: HighlightRequest): Promise<HighlightedLine[]> {
  const core = await highlighter
  const { default: grammar } = await grammars[language]()
  await core.loadLanguage(grammar)
  const lang = grammar.at(-1)?.name ?? 'text'
  return core.codeToTokensBase(code, { lang, theme: 'treeline' }).map((line) =>
    line.map(({ content, color }) => {
      const variable = /^var\(--([\w-]+)\)$/.exec(color ?? '')?.[1] ?? ''
      return [content, classes[variable] ?? ''] as const
    }),
  )
}

self.addEventListener('message', async ({ data }: MessageEvent<HighlightRequest>) => {
  let lines: HighlightedLine[] | null = null
  try {
    lines = await highlight(data)
  } catch (error) {
    // A grammar that chokes leaves the code plain; the reason is for whoever looks into it.
    console.warn(`Code in ${data.language} could not be highlighted.`, error)
  }
  self.postMessage({ id: data.id, lines } satisfies HighlightAnswer)
})
