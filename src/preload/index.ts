import { ipcRenderer } from 'electron'

// All that a page has of the desktop: it is handed a port when it asks for one, and told which command was
// chosen in a menu. Both go through the window's own messages, so nothing is added to the page's world.

window.addEventListener('message', ({ source, data }) => {
  if (source === window && data === 'treeline:port-please') ipcRenderer.send('treeline:port-please')
})

ipcRenderer.on('treeline:port', ({ ports }) => {
  window.postMessage('treeline:port', '*', [...ports])
})

ipcRenderer.on('treeline:command', (_event, { id, taskId }: { id: string; taskId?: string }) => {
  window.postMessage({ type: 'treeline:command', id, taskId }, '*')
})
