import { createResource, type Resource } from './resource.ts'

/** Resources of one kind, one per key, made and fetched when first asked for. */
export type KeyedResources<Key, T> = {
  of: (key: Key) => Resource<T>
  /** Fetches every one that was asked for so far again. */
  reloadAll: () => void
}

/** `name` makes the text by which two keys are the same. */
export function createKeyedResources<Key, T>(
  name: (key: Key) => string,
  load: (key: Key) => Promise<T>,
): KeyedResources<Key, T> {
  const known = new Map<string, Resource<T>>()
  return {
    of: (key) => {
      const at = name(key)
      const resource = known.get(at) ?? createResource(() => load(key))
      if (!known.has(at)) {
        known.set(at, resource)
        void resource.reload()
      }
      return resource
    },
    reloadAll: () => {
      for (const resource of known.values()) void resource.reload()
    },
  }
}
