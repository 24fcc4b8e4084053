import { useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import type { Work, WorkFile } from '../../contract/work.ts'
import { OpenInEditor } from '../diff/open-in-editor.tsx'
import { Button } from '../ui/button.tsx'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { useFold } from '../ui/use-fold.ts'
import { filesWords } from './choice-words.ts'
import { FileChange } from './file-change.tsx'
import { FileLine } from './file-line.tsx'
import type { WorkFilePlace } from './work-files.ts'

const shownAtFirst = 50

/** The files of a piece of work to look at, each with its changes on demand. */
export function WorkList({ taskId, work }: { taskId: TaskId; work: Work }) {
  const { base, head, files, moreFiles } = work
  const [whole, setWhole] = useState(false)
  const shown = whole ? files : files.slice(0, shownAtFirst)
  return (
    <>
      <ul aria-label="Changed files" className="border-b border-line">
        {shown.map((file) => (
          <Entry key={file.path} file={file} place={{ taskId, base, head, path: file.path }} />
        ))}
      </ul>
      {shown.length < files.length ? (
        <Button size="small" look="quiet" className="m-1" onClick={() => setWhole(true)}>
          Show {filesWords(files.length - shown.length).replace(' ', ' more ')}
        </Button>
      ) : null}
      {moreFiles > 0 && shown.length === files.length ? (
        <p className="px-3 py-2 text-small text-ink-3">
          {filesWords(moreFiles).replace(' ', ' more ')} are not listed.
        </p>
      ) : null}
    </>
  )
}

function Entry({ file, place }: { file: WorkFile; place: WorkFilePlace }) {
  const { open, bodyId, button } = useFold()
  return (
    <li className="border-t border-line">
      <div className="flex items-center hover:bg-hover">
        <button
          {...button}
          className="flex min-h-8 min-w-0 flex-1 items-center gap-1.5 px-2 py-1 text-left outline-offset-[-2px]"
        >
          <FoldArrow open={open} />
          <FileLine file={file} />
        </button>
        {file.state === 'deleted' ? null : (
          <span className="shrink-0 pr-1.5">
            <OpenInEditor taskId={place.taskId} path={file.path} />
          </span>
        )}
      </div>
      {open ? (
        <div id={bodyId}>
          <FileChange place={place} binary={file.binary} review={null} />
        </div>
      ) : null}
    </li>
  )
}
