import { createElement, Fragment, type ReactNode } from 'react'

/** Draws pieces that keep their places, such as the lines of a text: each is known by its place. */
export function inOrder<T>(pieces: readonly T[], draw: (piece: T, at: number) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...pieces.map(draw))
}
