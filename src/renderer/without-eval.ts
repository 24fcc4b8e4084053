import { config } from 'zod'

// Zod tries, when a schema is made, whether it may make code from strings. The page's policy refuses that and
// reports each try. To be imported before anything that makes a schema.
config({ jitless: true })
