import type { LanguageName } from './language-names.ts'

/** What the page asks of the highlighting worker. */
export type HighlightRequest = { id: number; code: string; language: LanguageName }

/** Pieces of a line: its text and the Tailwind class of its colour, '' for none. */
export type HighlightedLine = readonly (readonly [text: string, className: string])[]

/** What the worker answers; null when the grammar failed on it. */
export type HighlightAnswer = { id: number; lines: HighlightedLine[] | null }
