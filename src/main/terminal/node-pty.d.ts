/// <reference types="node-pty" />

/** The package is installed under the name `node-pty` but declares its types under its own name. */
declare module 'node-pty' {
  export * from '@lydell/node-pty'
}
