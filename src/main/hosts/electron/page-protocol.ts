import { protocol } from 'electron'
import { pageScheme } from './page-address.ts'

/** Makes the page's scheme one with origins, relative addresses, storage and `fetch`. Before Electron is ready. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges }])
}

/** Answers requests on the page's scheme. After Electron is ready. */
export function servePage(respond: (request: Request) => Promise<Response>): void {
  protocol.handle(pageScheme, respond)
}
