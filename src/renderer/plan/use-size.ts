import { type RefObject, useLayoutEffect, useState } from 'react'

/** An element's size in pixels, kept up to date. */
export function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const watched = element.current
    if (watched === null) return
    const tell = () => {
      const { clientWidth: width, clientHeight: height } = watched
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }))
    }
    tell()
    const observer = new ResizeObserver(tell)
    observer.observe(watched)
    return () => observer.disconnect()
  }, [element])
  return size
}
