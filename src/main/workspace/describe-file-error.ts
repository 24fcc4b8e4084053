const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is nothing at this path',
  ENOTDIR: 'a part of this path is a file and not a folder',
  EISDIR: 'this is a folder and not a file',
  EEXIST: 'something is there already',
  ENOTEMPTY: 'the folder is not empty',
  ELOOP: 'it leads through links that go in a circle',
  EACCES: 'the system does not permit it',
  EPERM: 'the system does not permit it',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open; try again',
  ENFILE: 'too many files are open; try again',
  EBUSY: 'another program is using it',
  ETXTBSY: 'it is a program that is running',
  EIO: 'the disk reported a failure',
  EXDEV: 'it lies on another disk',
}

/** What a failure of the file system means, as the rest of a sentence without its full stop. */
export function describeFileError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return WORDS[code] ?? (error instanceof Error ? error.message : String(error))
}

/** Whether `error` is a system error with this code. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
