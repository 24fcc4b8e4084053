import { isAbsolute, relative, sep } from 'node:path'

/** Whether `path` lies below `folder`, by their text; both are real and absolute. Not for the folder itself. */
export function isInside(folder: string, path: string): boolean {
  const inner = relative(folder, path)
  return inner !== '' && inner !== '..' && !inner.startsWith(`..${sep}`) && !isAbsolute(inner)
}
