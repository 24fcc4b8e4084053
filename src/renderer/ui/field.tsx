import type { InputHTMLAttributes, ReactNode, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { useId } from 'react'
import { classNames } from './class-names.ts'

const look =
  'rounded-md border border-line-strong bg-raised px-2.5 text-ink transition-colors duration-100 ' +
  'hover:border-idle focus:border-focus focus:outline-1 focus:outline-offset-0 focus:outline-focus ' +
  'aria-invalid:border-failed disabled:opacity-60 disabled:pointer-events-none'

/** A field is as wide as its place, unless it is given a width of its own. */
function widthOf(className = ''): string {
  return /(^|\s)w-/.test(className) ? className : `w-full ${className}`
}

/** A label, whatever `children` makes with the id it is given, and a line of help or of what is wrong. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string
  hint?: ReactNode
  error?: string | null
  children: (ids: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean
  }) => ReactNode
}) {
  const id = useId()
  const help = error || hint
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-small font-medium text-ink-2">
        {label}
      </label>
      {children({ id, 'aria-describedby': help ? `${id}-help` : undefined, 'aria-invalid': Boolean(error) })}
      {help ? (
        <div
          id={`${id}-help`}
          role={error ? 'alert' : undefined}
          className={classNames('text-small', 'break-words', error ? 'text-failed-ink' : 'text-ink-3')}
        >
          {help}
        </div>
      ) : null}
    </div>
  )
}

/** One line of text. */
export function Input({
  className,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <input spellCheck={false} className={classNames(look, 'h-8', widthOf(className))} {...rest} />
}

/** Several lines of text. */
export function TextArea({
  className,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea className={classNames(look, 'py-1.5 leading-5', widthOf(className))} {...rest} />
}

/** A choice among a few, as the system shows it. Put `<option>`s inside. */
export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return <select className={classNames(look, 'h-8 pr-1', widthOf(className))} {...rest} />
}
