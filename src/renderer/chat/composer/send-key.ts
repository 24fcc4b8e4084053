type Press = {
  key: string
  shiftKey: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  isComposing: boolean
  /** 229 while an input method composes, in browsers that do not say so otherwise. */
  keyCode: number
}

/** Whether a key press in a field of several lines sends it: Enter, but not while a word is being composed. */
export function isSendKey({ key, shiftKey, altKey, isComposing, keyCode }: Press): boolean {
  return key === 'Enter' && !shiftKey && !altKey && !isComposing && keyCode !== 229
}
