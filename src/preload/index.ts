import { ipcRenderer } from 'electron'

// All that a page has of the desktop: it is handed a port when it asks for one, told which command was chosen in a
// menu, and heard when it says what of the menu can do nothing now. All of it goes through the window's own messages,
// so nothing is added to the page's world.

window.addEventListener('message', ({ source, data }) => {
  if (source !== window) return
  if (data === 'treeline:port-please') ipcRenderer.send('treeline:port-please')
  else if (data?.type === 'treeline:unable') ipcRenderer.send('treeline:unable', data.ids)
})

ipcRenderer.on('treeline:port', ({ ports }) => {
  window.postMessage('treeline:port', '*', [...ports])
})

ipcRenderer.on('treeline:command', (_event, { id, taskId }: { id: string; taskId?: string }) => {
  window.postMessage({ type: 'treeline:command', id, taskId }, '*')
})
