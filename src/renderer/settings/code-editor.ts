import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState, Prec } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import type { FileProblem } from './problem-list.tsx'

/** A text editor in a page's element. */
export type CodeEditor = {
  text: () => string
  setText: (text: string) => void
  /** Marks faults; those without a line stand at the first. */
  mark: (problems: readonly FileProblem[]) => void
  goToLine: (line: number) => void
  dispose: () => void
}

const look = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    fontSize: 'var(--code-size)',
  },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunken)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent-strong) 26%, transparent)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selected)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    border: 'none',
    borderRadius: '6px',
    boxShadow: 'var(--shadow-high)',
  },
  '.cm-diagnostic': { padding: '4px 8px', borderLeftWidth: '3px' },
  '.cm-panels': { backgroundColor: 'var(--canvas)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-textfield, .cm-button': { borderRadius: '6px', fontSize: '12px' },
  '.cm-comment-line, .cm-comment-line *': { color: 'var(--ink-3)', fontStyle: 'italic' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--hover)', border: 'none', color: 'var(--ink-2)' },
})

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--working-ink)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--subtask-ink)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--failed-ink)' },
])

const commentLines = new MatchDecorator({
  regexp: /^\s*\/\/.*$/g,
  decoration: Decoration.mark({ class: 'cm-comment-line' }),
})

/** Modes files are JSON with comments; the language's own parser knows none. */
const comments = Prec.highest(
  ViewPlugin.define(
    (view) => ({
      marks: commentLines.createDeco(view),
      update(update: ViewUpdate) {
        this.marks = commentLines.updateDeco(update, this.marks)
      },
    }),
    { decorations: ({ marks }: { marks: DecorationSet }) => marks },
  ),
)

/** Whether a file is YAML by its name, or by a text that does not begin like JSON. */
export function isYaml(path: string, text: string): boolean {
  if (/\.ya?ml$/i.test(path)) return true
  if (/\.jsonc?$/i.test(path)) return false
  return text.trim() !== '' && !/^\s*(\{|\[|\/\/|\/\*)/.test(text)
}

/** Puts an editor into an element. `onChange` is called on every change of the text. */
export function createCodeEditor(
  parent: HTMLElement,
  {
    text,
    yaml: asYaml,
    label,
    readOnly,
    onChange,
    onSave,
  }: {
    text: string
    yaml: boolean
    label: string
    readOnly: boolean
    onChange: () => void
    onSave: () => void
  },
): CodeEditor {
  const saved = () => {
    onSave()
    return true
  }
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      keymap.of([{ key: 'Mod-s', run: saved }]),
      basicSetup,
      look,
      syntaxHighlighting(colours),
      asYaml ? yaml() : [json(), comments],
      lintGutter(),
      EditorState.readOnly.of(readOnly),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange()
      }),
    ],
  })
  const lineAt = (line: number) => view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
  return {
    text: () => view.state.doc.toString(),
    setText: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    mark: (problems) => {
      const diagnostics = problems.map(({ line, severity, message }): Diagnostic => {
        const { from, to } = lineAt(line ?? 1)
        return { from, to, severity, message }
      })
      view.dispatch(setDiagnostics(view.state, diagnostics))
    },
    goToLine: (line) => {
      const { from } = lineAt(line)
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      })
      view.focus()
    },
    dispose: () => view.destroy(),
  }
}
