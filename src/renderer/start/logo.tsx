/** The sign: a root, a line of branches, and leaves of different lengths. */
export function Logo() {
  return (
    <svg width="52" height="52" viewBox="0 0 52 52" aria-hidden="true" className="shrink-0">
      <rect width="52" height="52" rx="14" className="fill-accent-strong" />
      <path
        d="M16 13v24.5M16 22h9M16 30h9M16 37.5h9"
        className="stroke-on-accent"
        strokeOpacity="0.55"
        strokeWidth="2.5"
        strokeLinecap="round"
        fill="none"
      />
      <circle cx="16" cy="13" r="4" className="fill-on-accent" />
      <path
        d="M26 22h12M26 30h7.5M26 37.5h10"
        className="stroke-on-accent"
        strokeWidth="4.5"
        strokeLinecap="round"
      />
    </svg>
  )
}
