/**
 * Something is on its way. Turns while motion is welcome, and stands still as an open ring where the
 * person asked for less. An empty label hides it from assistive technology (say it elsewhere).
 */
export function Spinner({ label, size = 14 }: { label: string; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      role={label ? 'status' : undefined}
      aria-hidden={label ? undefined : true}
      aria-label={label || undefined}
      className="animate-spin [animation-duration:900ms] motion-reduce:animate-none"
    >
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity="0.2" strokeWidth="2" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
