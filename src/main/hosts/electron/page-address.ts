import type { TaskId } from '../../../contract/ids.ts'

/** The scheme that the built page is served on, and the one host name that it has there. */
export const pageScheme = 'treeline'
const pageHost = 'app'

/** Where the page is, and whether something is it. */
export type PageAddress = {
  /** The page's address; with a task, as that task's own window. */
  of(taskId: TaskId | null): string
  /** Whether an address or an origin is the page's. */
  isPage(url: string): boolean
  /** Whether going from one address to the other stays in the same document: a reload, or another fragment. */
  isSameDocument(from: string, to: string): boolean
  /** The development server's origin, if one serves the page. */
  devServer: string | null
}

/** The page as built, or as `devServer` (an http address, from the tool that runs it) serves it. */
export function createPageAddress(devServer: string | undefined): PageAddress {
  const home = devServer === undefined ? new URL(`${pageScheme}://${pageHost}/`) : new URL('/', devServer)

  const isPage = (url: string): boolean => {
    const parsed = URL.parse(url)
    return parsed !== null && parsed.protocol === home.protocol && parsed.host === home.host
  }

  return {
    of(taskId) {
      const url = new URL(home)
      if (taskId !== null) url.hash = new URLSearchParams({ task: taskId }).toString()
      return url.href
    },
    isPage,
    isSameDocument: (from, to) => isPage(to) && from.split('#')[0] === to.split('#')[0],
    devServer: devServer === undefined ? null : home.origin,
  }
}
