import { AppError } from '../../contract/app-error.ts'

/** Controls, line separators, and the marks that make text read in another order than it is stored. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** Names that Windows gives to devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?$/i

/** Linux and macOS allow no longer path; Windows does not either without special measures. */
const LONGEST = 4096

/** Throws AppError `bad_request` for text that can be no path of a file here, before the disk is touched. */
export function refusePathText(given: string, platform: NodeJS.Platform = process.platform): void {
  const why = whyNot(given, platform)
  if (why) throw new AppError('bad_request', why)
}

function whyNot(given: string, platform: NodeJS.Platform): string | null {
  if (given.length > LONGEST)
    return `The path has ${given.length} characters; at most ${LONGEST} are possible.`
  const bad = UNPRINTABLE.exec(given)
  if (bad) {
    const code = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `The path ${JSON.stringify(given)} holds the unprintable character U+${code} at position ${bad.index + 1}.`
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(given)) return `${given} is a URL. Give the path of a file or folder.`
  return platform === 'win32' ? whyNotOnWindows(given) : null
}

function whyNotOnWindows(given: string): string | null {
  // Touching a share would already send the person's credentials to it.
  if (/^[\\/]{2}/.test(given)) return `${given} is a network or device path. Use a path on a local drive.`
  const rest = given.replace(/^[a-z]:/i, '')
  if (rest.includes(':')) return `${given} names an alternate data stream. Use a plain path.`
  for (const segment of rest.split(/[\\/]/)) {
    if (DEVICE.test(segment)) return `${segment} is a device on Windows and cannot be the name of a file.`
    if (/[^.][. ]+$/.test(segment) || /^ +$/.test(segment))
      return `"${segment}" ends in a dot or space, which Windows drops.`
  }
  return null
}
