import type { SearchPage } from '../../contract/search.ts'

/** How much was found, and what could not be looked through. Said aloud when it changes. */
export function SearchSummary({ page }: { page: SearchPage }) {
  const { hits, found, capped, indexed } = page
  const missing = indexed.of - indexed.done
  return (
    <div className="shrink-0 px-3 pt-2 pb-1 text-small text-ink-3 @lg/search:px-5">
      <p role="status">
        {capped ? `The newest ${count(hits, 'place')}` : count(hits, 'place')} in {count(found, 'task')}
        {capped ? '. One more word finds the rest.' : ''}
      </p>
      {missing === 0 ? null : indexed.problem !== null ? (
        <p className="text-failed-ink select-text">
          The latest {count(missing, 'event')} are not looked through. {indexed.problem}
        </p>
      ) : (
        <p>
          Still taking in what was said: {Math.floor((indexed.done / indexed.of) * 100)} %. What is newer is
          not found yet.
        </p>
      )}
    </div>
  )
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`
}
