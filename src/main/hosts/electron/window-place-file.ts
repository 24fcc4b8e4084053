import { readFileSync } from 'node:fs'
import writeFileAtomic from 'write-file-atomic'
import { type WindowKind, type WindowPlace, type WindowPlaces, windowPlacesSchema } from './window-place.ts'

/** Where windows were, kept in a file. */
export type WindowPlaceFile = {
  get(kind: WindowKind): WindowPlace | undefined
  keep(kind: WindowKind, place: WindowPlace): void
}

/** Opens the file at `path`, absent or damaged as it may be: a lost place is worth a line in the log, no more. */
export function openWindowPlaceFile(
  path: string,
  log: (level: 'warn', message: string) => void,
): WindowPlaceFile {
  let places = read()

  function read(): WindowPlaces {
    try {
      return windowPlacesSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch (error) {
      const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      if (!absent) log('warn', `Where the windows were is lost, because ${path} cannot be read.`)
      return {}
    }
  }

  return {
    get: (kind) => places[kind],
    keep(kind, place) {
      places = { ...places, [kind]: place }
      try {
        writeFileAtomic.sync(path, `${JSON.stringify(places, null, 2)}\n`)
      } catch (error) {
        log('warn', `Where the windows are could not be kept: ${(error as Error).message}`)
      }
    },
  }
}
