/**
 * Focuses an element with the next frame: in a tab that is only now brought to the front it is hidden until it is drawn,
 * and what is hidden takes no focus. Whoever has gone elsewhere by then, as into the palette, is left there. Returns
 * what calls it off.
 */
export function focusWhenDrawn(find: () => HTMLElement | null): () => void {
  const before = document.activeElement
  const frame = requestAnimationFrame(() => {
    if (document.activeElement === before) find()?.focus()
  })
  return () => cancelAnimationFrame(frame)
}
