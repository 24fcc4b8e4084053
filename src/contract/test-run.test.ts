import { describe, expect, test } from 'vitest'
import { claimsTestsPassed, testRunIn } from './test-run.ts'

describe('what is recognised as a test run', () => {
  test.each([
    ...['npm test', 'npm t', 'npm run test:unit', 'npm --silent test', 'pnpm test', 'yarn test', 'bun test'],
    ...[
      'npx vitest run src/a.test.ts',
      'npx --yes jest',
      'vitest',
      'node --test',
      'deno test',
      'go test ./...',
    ],
    ...['cargo test', 'cargo nextest run', 'pytest -q', 'python3 -m pytest', 'python -m unittest', 'tox'],
    ...[
      './gradlew :app:test',
      'mvn -q test',
      'mvn verify',
      'dotnet test',
      'bundle exec rspec',
      'make -j4 test',
    ],
    ...['CI=1 npm test', 'timeout 60 npm test', 'cd web && npm test', 'uv run pytest', 'npm ci && npm test'],
    ...['npm test 2>&1', 'npm test > out.txt 2>&1', 'npm test -- -t "a; b | c"', "pytest -k 'a || b'"],
  ])('certain: %s', (line) => {
    expect(testRunIn(line)).toBe('certain')
  })

  test.each([
    ...[
      'npm test | tail -20',
      'npm test 2>&1 | tail',
      'npm test || true',
      'npm test; echo done',
      'npm test &',
    ],
    'npm test\necho done',
  ])('unclear, since the exit code is not its own: %s', (line) => {
    expect(testRunIn(line)).toBe('unclear')
  })

  test.each([
    ...[
      '',
      'ls',
      'npm run testify',
      'npm install',
      'cat test.js',
      'echo "npm test"',
      "echo 'run npm test; ok'",
    ],
    ...[
      'git commit -m "make test pass"',
      'test -e a.txt',
      'mkdir test',
      'grep -r "cargo test" .',
      'node test.js',
    ],
    ...['make', 'npm run build', 'vitest-ish', 'go build ./test', `npm test ${'x'.repeat(5_000)}`],
  ])('none: %s', (line) => {
    expect(testRunIn(line)).toBe('no')
  })
})

describe('a summary that claims that tests passed', () => {
  test.each([
    'All tests pass.',
    'Changed src/a.ts. The tests pass now.',
    'All 14 tests are passing and the build is clean.',
    'The test suite passes.',
    '`npm test` passes.',
    'Tests: passed',
    'Ran pytest (12 tests): all passed. The tests (12) passed.',
    'It passes all existing tests.',
    'Unit tests in src/stats.test.js pass.',
    'The tests are green.',
  ])('%s', (summary) => {
    expect(claimsTestsPassed(summary)).toBe(true)
  })

  test.each([
    '',
    'Added median and its tests.',
    'The tests do not pass yet.',
    'The tests should pass.',
    'I could not run the tests, so whether they pass is open.',
    "The tests don't pass: one fails.",
    'Run npm test to see that all tests pass once the server is up.',
    'Two tests fail, the other tests pass.',
    'The test passes a null value to f.',
    'It tests that valid input passes.',
    'No tests were run.',
    'The parser passes the options to the test runner.',
    `${'word '.repeat(200)}all tests pass`,
  ])('claims nothing: %s', (summary) => {
    expect(claimsTestsPassed(summary)).toBe(false)
  })

  test('is read in good time, however long it is', () => {
    const started = process.cpuUsage().user
    for (const text of [
      'tests '.repeat(200_000),
      'tests,,,,'.repeat(50_000),
      `tests (${'('.repeat(100_000)}`,
    ])
      claimsTestsPassed(text)
    // Two seconds of work would be a thousand times too much.
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000)
  })
})
