/** What starts a test run, at the beginning of a simple command. */
const runners = [
  /^(?:npm|pnpm|yarn|bun)\s+(?:--?\S+\s+)*(?:run\s+)?(?:t|test|tst)(?::\S+)?(?=\s|$)/,
  /^(?:vitest|jest|mocha|ava|tap|karma|cypress\s+run|playwright\s+test|ng\s+test)(?=\s|$)/,
  /^node\s+(?:--?\S+\s+)*--test(?=\s|$)/,
  /^(?:deno|go|cargo|dotnet|swift|mix|bazel|flutter|dart|zig\s+build|composer|rails|just|task)\s+test(?=\s|$)/,
  /^cargo\s+nextest(?=\s|$)/,
  /^(?:python3?|py)\s+-m\s+(?:pytest|unittest|nose2?)(?=\s|$)/,
  /^(?:python3?\s+)?manage\.py\s+test(?=\s|$)/,
  /^(?:pytest|py\.test|tox|nox|rspec|phpunit|ctest|minitest|nosetests)(?=\s|$)/,
  /^(?:\.\/)?vendor\/bin\/(?:phpunit|pest)(?=\s|$)/,
  /^(?:\.\/)?(?:node_modules\/\.bin\/)(?:vitest|jest|mocha|ava)(?=\s|$)/,
  /^(?:mvn|\.\/mvnw|mvnw)\s(?:.*\s)?(?:test|verify)(?=\s|$)/,
  /^(?:gradle|\.\/gradlew|gradlew)\s(?:.*\s)?(?:\S*:)?(?:test|check)(?=\s|$)/,
  /^(?:make|rake)\s+(?:.*\s)?(?:test|tests|check|spec)(?=\s|$)/,
]

/** What may stand before a command without changing what it is. */
const prefix =
  /^(?:[A-Za-z_]\w*=\S*|time|sudo|env|command|exec|timeout\s+\S+|npx(?:\s+--?\S+)*|pnpm\s+(?:exec|dlx)|yarn\s+(?:exec|dlx)|bunx|(?:poetry|uv|pipenv|rye|hatch)\s+run|bundle\s+exec|xvfb-run(?:\s+-\S+)*)\s+/

/** Longer command lines are scripts, of which this cannot tell anything. */
const longest = 4_000

/**
 * Whether a command line is recognisably a test run, by common runners and nothing else. `certain`: its exit code
 * says whether the tests passed; `unclear`: tests are run in it, but the exit code may be something else's (a pipe,
 * `;`, `||`, several lines). A line that it does not know is no test run: what says so must say it with care.
 */
export function testRunIn(line: string): 'certain' | 'unclear' | 'no' {
  if (line.length > longest) return 'no'
  // Quoted text is no command, and redirections take no exit code away.
  const bare = line
    .replace(/'[^']*'|"(?:[^"\\]|\\.)*"/g, 'quoted')
    .replace(/\d*>&\d+|&>>?|\d*>>?\s*[^\s;&|]+/g, ' ')
    .trim()
  const commands = bare.split(/&&|\|\|?|;|\n|&/).map((command) => withoutPrefix(command.trim()))
  if (!commands.some((command) => runners.some((runner) => runner.test(command)))) return 'no'
  return /\||;|\n|&/.test(bare.replaceAll('&&', '')) ? 'unclear' : 'certain'
}

function withoutPrefix(command: string): string {
  let rest = command
  for (let found = prefix.exec(rest); found !== null; found = prefix.exec(rest))
    rest = rest.slice(found[0].length)
  return rest
}

/** How much of a summary is read, and the longest sentence: people write shorter ones. */
const readLength = 20_000
const sentenceLength = 400

/** What makes a sentence say less than that tests passed. */
const hedged =
  /\b(?:not|cannot|never|should|would|could|will|may|might|must|if|once|until|unless|whether|expect\w*|fail\w*|untested|unable|nobody|no tests|to make|todo)\b|n['’]t\b/i

const passing = /(?:pass(?:es|ed|ing)?|(?:is|are|all|was|were|now)\s+green|succeed(?:s|ed)?)\b/
const between =
  /(?:\s*\([^)]{0,80}\))?(?:[\s:,–—-]+(?:suite|cases|files|runs?|are|is|was|were|now|all|still|again|have|has|also|both|\d+|successfully|in `?[\w.@/-]+`?))*[\s:,–—-]+/
const claims = [
  new RegExp(
    `\\b(?:tests?|specs?|pytest|vitest|jest)\\b\`?${between.source}${passing.source}(?!\\s+(?:an?|the|arg\\w*|values?|it|them|null|undefined|data|options|along)\\b)`,
    'i',
  ),
  /\bpass(?:es|ed|ing)?\s+(?:all|every|the|\d+)\s+(?:\w+\s+){0,2}tests?\b/i,
]

/**
 * Whether a summary claims that tests passed. Made to miss rather than to see what is not there: a sentence that
 * hedges, denies or speaks of the future claims nothing.
 */
export function claimsTestsPassed(summary: string): boolean {
  return summary
    .slice(0, readLength)
    .split(/[.!?]\s|[\n;]/)
    .some(
      (sentence) =>
        sentence.length <= sentenceLength &&
        !hedged.test(sentence) &&
        claims.some((claim) => claim.test(sentence)),
    )
}
