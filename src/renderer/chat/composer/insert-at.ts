/**
 * Puts text into a field as if it were typed, in place of a stretch or else of what is selected, so that undo takes it
 * back and whoever listens to the field hears of it.
 */
export function insertAt(
  field: HTMLTextAreaElement,
  text: string,
  range: { from: number; to: number } = { from: field.selectionStart, to: field.selectionEnd },
): void {
  field.focus()
  field.setSelectionRange(range.from, range.to)
  // Deprecated in name only: nothing else keeps the field's own undo.
  if (document.execCommand('insertText', false, text)) return
  field.setRangeText(text, range.from, range.to, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
}
