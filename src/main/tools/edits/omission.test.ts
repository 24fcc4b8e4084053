import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findOmission } from './omission.ts'

const OLD = Array.from({ length: 40 }, (_, i) => `const value${i} = compute(${i})`).join('\n')

describe('a placeholder for code', () => {
  test.each([
    '// rest of code unchanged',
    '// ... rest of the code ...',
    '// ...existing code...',
    '// … existing code …',
    '    // ... rest of the file remains the same',
    '# ... existing code ...',
    '# rest of the function stays the same',
    '# Rest of the implementation...',
    '/* ... rest of the styles ... */',
    '{/* ... existing JSX ... */}',
    '{/* Rest of the component remains unchanged */}',
    '<!-- rest of content unchanged -->',
    '<!-- ... remaining markup ... -->',
    '-- (rest of the queries unchanged)',
    '; ... previous code ...',
    '// (other methods remain unchanged)',
    '// other methods unchanged',
    '// Previous code here',
    '// keep the existing code',
    '// Keep existing imports',
    '// [rest of the code stays as is]',
    '// same as before',
    '// ... same as before ...',
    '// ... (unchanged)',
    '// unchanged code',
    '// code omitted for brevity',
    '// ... omitted for brevity ...',
    '// The rest of the handleClick method is unchanged.',
    '// existing code here',
    '// remaining functions remain the same...',
    '// No changes below',
    '// no changes to the rest of the file',
    '// ... more tests ...',
    '... rest of file ...',
    '[rest of the code unchanged]',
    '(* rest of the module unchanged *)',
    '// --- existing code ---',
    '// ==== rest of code unchanged ====',
    ' * ... rest of the class ...',
    '// rest unchanged',
    '// ... rest ...',
    '// ... (same as above) ...',
    '// the rest stays the same',
    '// ...rest of your component goes here',
    '// other functions stay unchanged',
    '// leave the rest of the file as is',
    '// implementation unchanged',
  ])('%s', (line) => {
    expect(findOmission(OLD, `const value0 = 1\n${line}\n`)).toEqual({ line: 2, text: line.trim() })
  })
})

describe('no placeholder', () => {
  test.each([
    '// The rest of the arguments are passed on to the child process.',
    '// existing users keep their password until they log in',
    '# Remaining budget in tokens',
    '// Other threads may write here.',
    '// keep the connection open',
    '// Keep existing connections alive while draining',
    '// same order as the table above, so that a binary search works',
    '// TODO: implement',
    '// ...',
    '// wait for the rest',
    '// original author: somebody',
    '# the previous value, or None',
    '/* previous sibling */',
    '// unchanged',
    '// Loading more...',
    '// copy the original file to the backup folder',
    '// skip the rest of the line',
    '// read the rest of the file into memory',
    'rest of the code unchanged',
    'const rest = "rest of the code unchanged"',
    'return { ...existing, code }',
    '...existingCode',
    '[...rest]',
    '...rest: any[]',
    '(rest)',
    '# Rest API',
    '## Remaining work',
    '#include <rest.h>',
    '*p = rest;',
    '// keep existing entries',
    '// Copy the remaining lines',
    '// preserve existing content',
    '// same as above',
    '// file is unchanged',
    '// no changes needed',
    '// no changes',
    '// the rest of the fields',
    '// previous value stays in the cache',
    '// Existing behaviour is unchanged',
    "'existing code here',",
    '// --- helpers ---',
    '',
  ])('%s', (line) => {
    expect(findOmission(OLD, `const value0 = 1\n${line}\n`)).toBeNull()
  })

  test('in content that is not shorter', () => {
    expect(findOmission('a\n', '// rest of the code unchanged\nb\nc\n')).toBeNull()
  })

  test('in a line the file had before, at whatever indentation', () => {
    const before = `${OLD}\n  // rest of the code unchanged\n`
    expect(findOmission(before, 'x\n// rest of the code unchanged\n')).toBeNull()
    expect(findOmission(before, 'x\n// rest of the code unchanged\n# ... existing code ...')?.line).toBe(3)
  })
})

test('fewer lines are enough, even if longer', () => {
  const after = `${'x'.repeat(OLD.length)}\n// rest of the code unchanged\n`
  expect(findOmission(OLD, after)?.line).toBe(2)
})

test('never throws, and takes no time on a megabyte', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (before, after) => void findOmission(before, after)))
  const before = 'x\n'.repeat(1_000_000)
  const started = performance.now()
  const words = [
    'rest of the ',
    '// ... ',
    'a ',
    '// rest of a b c d ',
    'x.y(z) ',
    '// ... other other other ',
  ].flatMap((piece) => [
    piece.repeat(1_000_000 / piece.length),
    `${piece.repeat(110 / piece.length)}!\n`.repeat(9_000),
  ])
  for (const after of words) findOmission(before, after)
  expect(performance.now() - started).toBeLessThan(5_000)
})
