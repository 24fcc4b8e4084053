import type { WorkFile } from '../../contract/work.ts'
import { ChangeCount } from '../diff/change-count.tsx'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { fileStates } from './choice-words.ts'

/** A changed file in a line: what became of it, its whole path, and how many lines. */
export function FileLine({ file }: { file: WorkFile }) {
  const { letter, word } = fileStates[file.state]
  return (
    <>
      <abbr title={word} className="w-3 shrink-0 text-center font-mono text-small text-ink-3 no-underline">
        <span aria-hidden>{letter}</span>
        <span className="sr-only">{word}: </span>
      </abbr>
      <span className="min-w-0 flex-1 font-mono text-small wrap-anywhere">
        {file.oldPath === null ? null : (
          <>
            <Path path={file.oldPath} />
            <span aria-hidden className="text-ink-3">
              {' → '}
            </span>
            <span className="sr-only"> to </span>
          </>
        )}
        <Path path={file.path} />
      </span>
      {file.binary ? (
        <span className="shrink-0 text-small text-ink-3">binary</span>
      ) : (
        <ChangeCount added={file.added} removed={file.removed} />
      )}
    </>
  )
}

/** A path whose last part is what one looks for. */
function Path({ path }: { path: string }) {
  const slash = path.lastIndexOf('/') + 1
  return (
    <>
      <span className="text-ink-3">{revealHidden(path.slice(0, slash))}</span>
      <span className="text-ink">{revealHidden(path.slice(slash))}</span>
    </>
  )
}
