import { createRequire } from 'node:module'
import { findProgram, isExecutable } from './find-program.mjs'

/** Where browsers put themselves without being on PATH. */
const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    `${process.env.PROGRAMFILES}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env['PROGRAMFILES(X86)']}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env.LOCALAPPDATA}\\Google\\Chrome\\Application\\chrome.exe`,
  ],
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
}

/**
 * A Chromium to run the tests in: `CHROMIUM_PATH`, else one that the system has, else the one that
 * `npx playwright install chromium` fetched.
 * @returns {string | undefined} path of its executable
 * @throws Error when `CHROMIUM_PATH` names no program
 */
export function findChromium() {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) {
    if (isExecutable(chosen)) return chosen
    throw new Error(`CHROMIUM_PATH is set to ${chosen}, which is not a program that can be run.`)
  }
  const places = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? []
  return (
    findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) ??
    places.find(isExecutable) ??
    playwrightChromium()
  )
}

function playwrightChromium() {
  /** @type {typeof import('@playwright/test')} */
  let playwright
  try {
    playwright = createRequire(import.meta.url)('@playwright/test')
  } catch {
    return undefined // Not installed yet.
  }
  const path = playwright.chromium.executablePath()
  return isExecutable(path) ? path : undefined
}

/** Switches for a Chromium that serves tests: nothing of its own over the network, no first-run pages. */
export const CHROMIUM_SWITCHES = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Chromium refuses to start its sandbox as root, which is what containers run as.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
