import { parseArgs } from 'node:util'
import { AppError } from '../../../contract/app-error.ts'

/** What the browser host was told on its command line. */
export type WebOptions = {
  /** 0 for a free one. */
  port: number
  open: boolean
  data: string | undefined
  /** The origin of a development server that serves the page instead. */
  devRenderer: string | null
}

/** Reads the browser host's arguments. Throws AppError `bad_request` that says what is wrong with which. */
export function parseWebOptions(argv: string[]): WebOptions {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        data: { type: 'string' },
        'dev-renderer': { type: 'string' },
      },
    })
    const port = Number(values.port ?? 0)
    if (!/^\d+$/.test(values.port ?? '0') || port > 65_535) {
      throw new AppError('bad_request', `--port takes a number from 0 to 65535, not "${values.port}".`)
    }
    const devRenderer = values['dev-renderer']
    if (devRenderer !== undefined && !URL.canParse(devRenderer)) {
      throw new AppError('bad_request', `--dev-renderer takes a page's address, not "${devRenderer}".`)
    }
    return {
      port,
      open: !values['no-open'],
      data: values.data,
      devRenderer: devRenderer === undefined ? null : new URL(devRenderer).origin,
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('bad_request', (error as Error).message, { cause: error })
  }
}
