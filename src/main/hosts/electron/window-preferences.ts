import type { WebPreferences } from 'electron'

/** What every window's page may do, with nothing left to defaults. `preload` is absolute. */
export function windowPreferences(preload: string, platform: NodeJS.Platform): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Elsewhere the dictionaries would be fetched from a server of Google's, unasked.
    spellcheck: platform === 'darwin',
  }
}
