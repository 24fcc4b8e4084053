import { describe, expect, test } from 'vitest'
import { applySearchReplace } from './search-replace.ts'

/** A diff of one block per [search, replace, line?]. */
function diffOf(...blocks: [search: string, replace: string, line?: number][]): string {
  const text = blocks.map(([search, replace, line]) => {
    const header = line === undefined ? '' : `:start_line:${line}\n-------\n`
    const part = (lines: string) => (lines === '' ? '' : `${lines}\n`)
    return `<<<<<<< SEARCH\n${header}${part(search)}=======\n${part(replace)}>>>>>>> REPLACE`
  })
  return text.join('\n\n')
}

function content(original: string, diff: string, similarity?: number): string {
  const result = applySearchReplace(original, diff, similarity === undefined ? {} : { similarity })
  if (!result.ok) throw new Error(result.error)
  return result.content
}

function refusal(original: string, diff: string, similarity?: number) {
  const result = applySearchReplace(original, diff, similarity === undefined ? {} : { similarity })
  if (result.ok) throw new Error(`Expected a refusal, got:\n${result.content}`)
  return result
}

const FIVE = 'a = 1\nprint(a)\n\nb = 2\nprint(b)\n'

describe('where a block goes', () => {
  test.each([
    ['one line', 'a = 1', 'a = 10', 'a = 10\nprint(a)\n\nb = 2\nprint(b)\n'],
    ['several lines become fewer', 'a = 1\nprint(a)\n', 'pass', 'pass\nb = 2\nprint(b)\n'],
    ['deleted', 'b = 2', '', 'a = 1\nprint(a)\n\nprint(b)\n'],
    ['deleted at the end', 'print(b)', '', 'a = 1\nprint(a)\n\nb = 2\n'],
    ['the whole file deleted', FIVE.trimEnd(), '', ''],
    ['added at the end', 'print(b)', 'print(b)\nprint(c)', `${FIVE}print(c)\n`],
    ['an empty line added first', 'a = 1', '\na = 1', `\n${FIVE}`],
    ['trailing spaces in SEARCH', 'b = 2   ', 'b = 3', 'a = 1\nprint(a)\n\nb = 3\nprint(b)\n'],
    [
      'blank lines around SEARCH',
      '\nprint(a)\n\n\n',
      'print(a, a)',
      'a = 1\nprint(a, a)\n\nb = 2\nprint(b)\n',
    ],
    ['blank lines around both', '\n\nb = 2\n\n', '\n\nb = 3\n\n', 'a = 1\nprint(a)\n\nb = 3\nprint(b)\n'],
  ])('%s', (_, search, replace, expected) => {
    expect(content(FIVE, diffOf([search, replace]))).toBe(expected)
  })

  const SIXTY = Array.from({ length: 60 }, (_, i) => (i % 20 === 9 ? 'target' : `line ${i + 1}`)).join('\n')
  const hitLine = (text: string) => text.split('\n').indexOf('hit') + 1

  test.each([
    ['at the hinted line', 30, 30],
    ['a little before the hint', 34, 30],
    ['a little after the hint', 47, 50],
    ['beyond the end of the file', 70, 50],
  ])('of several places, %s', (_, hint, line) => {
    expect(hitLine(content(SIXTY, diffOf(['target', 'hit', hint])))).toBe(line)
  })

  test('a hint between two places does not tell them apart', () => {
    const { error, failures } = refusal(SIXTY, diffOf(['target', 'hit', 19]))
    expect(failures).toHaveLength(1)
    expect(error).toContain('3 times, at lines 10, 30, 50')
    expect(error).toContain('Line 19 does not tell')
  })

  test('several places and no hint: the places are named', () => {
    const { error } = refusal(SIXTY, diffOf(['target', 'hit']))
    expect(error).toContain('3 times, at lines 10, 30, 50')
    expect(error).toContain(':start_line:N')
  })

  test('the only place is taken however far the hint, with a warning', () => {
    const long = `${'x\n'.repeat(200)}only\n`
    const result = applySearchReplace(long, diffOf(['only', 'hit', 3]))
    expect(result).toMatchObject({ ok: true, content: `${'x\n'.repeat(200)}hit\n`, applied: 1 })
    expect(result.ok && result.warnings[0]).toContain('found at line 201, far from line 3')
  })

  test('an exact match goes before one at the hint that differs in indentation', () => {
    expect(content('  }\n}\n', diffOf(['}', '// end', 1]))).toBe('  }\n// end\n')
  })

  test('where the exact text does not decide, the hinted line does', () => {
    const file = `${'  }\n'}${'x\n'.repeat(60)}}\nx\nx\n}\n`
    expect(content(file, diffOf(['}', '// end', 1]))).toBe(file.replace('  }', '  // end'))
  })

  test('an :end_line: is read over', () => {
    const diff = '<<<<<<< SEARCH\n:start_line:4\n:end_line:4\n-------\nb = 2\n=======\nb = 3\n>>>>>>> REPLACE'
    expect(content(FIVE, diff)).toBe(FIVE.replace('b = 2', 'b = 3'))
  })
})

describe('several blocks', () => {
  test('in any order, line numbers meaning the file as it was', () => {
    const file = 'x\n1\nx\n2\nx\n'
    const diff = diffOf(['x', 'last', 5], ['1', '1\n1\n1\n1\n1'], ['x', 'first\nsecond', 1])
    const result = applySearchReplace(file, diff)
    expect(result).toMatchObject({ ok: true, applied: 3 })
    expect(result.ok && result.content).toBe('first\nsecond\n1\n1\n1\n1\n1\nx\n2\nlast\n')
  })

  test('a block does not hit what another has written', () => {
    expect(content('one\ntwo\n', diffOf(['one', 'two'], ['two', 'three']))).toBe('two\nthree\n')
  })

  test('all or nothing: every failure is reported at once', () => {
    const { error, failures } = refusal(
      FIVE,
      diffOf(['a = 1', 'a = 2'], ['c = 1', 'c = 2'], ['d(1)', 'd(2)']),
    )
    expect(failures.map(({ block }) => block)).toEqual([2, 3])
    expect(error).toContain('2 of 3 blocks could not be applied')
    expect(error).toContain('Block 2: the SEARCH text is not in the file')
  })

  test('blocks on the same lines', () => {
    const { failures } = refusal(FIVE, diffOf(['print(a)\n\nb = 2', 'x'], ['b = 2\nprint(b)', 'y']))
    expect(failures).toEqual([
      { block: 2, reason: expect.stringContaining('same lines as block 1 (around line 4)') },
    ])
  })

  test('neighbouring lines are not the same lines', () => {
    expect(content('1\n2\n3\n', diffOf(['2', ''], ['1', 'one'], ['3', 'three']))).toBe('one\nthree\n')
  })

  test('twenty failures stay short', () => {
    const blocks = Array.from({ length: 20 }, (_, i): [string, string] => [`none ${i}`, 'x'])
    const { error, failures } = refusal(FIVE, diffOf(...blocks))
    expect(failures).toHaveLength(20)
    expect(error.length).toBeLessThan(1_500)
    expect(error).toContain('Also failed: blocks 6, 7, 8')
  })
})

describe('what stays as it was', () => {
  test.each([
    ['CRLF', 'a\r\nb\r\nc\r\n', ['b', 'x\ny'], 'a\r\nx\r\ny\r\nc\r\n'],
    ['byte order mark', '\uFEFFa\nb\n', ['a', 'x'], '\uFEFFx\nb\n'],
    ['no final newline', 'a\nb', ['b', 'x'], 'a\nx'],
    ['no final newline after a deletion', 'a\nb', ['b', ''], 'a'],
    ['a final newline although SEARCH swallows it', 'a\nb\n', ['b\n', 'x'], 'a\nx\n'],
    ['each break of mixed breaks', 'a\r\nb\nc\r\nd\n', ['b\nc', 'b\nnew\nc'], 'a\r\nb\nnew\nc\r\nd\n'],
    ['a lone carriage return', 'a\rb\nc\n', ['c', 'x'], 'a\rb\nx\n'],
  ] as const)('%s', (_, original, [search, replace], expected) => {
    expect(content(original, diffOf([search, replace]))).toBe(expected)
    expect(content(original, diffOf([search, replace]).replaceAll('\n', '\r\n'))).toBe(expected)
  })

  test('a final newline can be added', () => {
    expect(content('a\nb', diffOf(['b', 'b\n']))).toBe('a\nb\n')
  })

  test('lines that SEARCH and REPLACE share keep the spacing and quotes of the file', () => {
    const file = 'f( a,  b )   \nsay(“hello”)\nend\n'
    expect(
      content(file, diffOf(['f( a, b )\nsay("hello")\nend', 'f( a, b )\nsay("hello")\nrest\nend'])),
    ).toBe('f( a,  b )   \nsay(“hello”)\nrest\nend\n')
  })
})

describe('indentation', () => {
  const NESTED = 'def f():\n\tif x:\n\t\tone()\n\t\ttwo()\n\treturn\n'

  test.each([
    ['none in the block', 'if x:\none()\ntwo()', 'if x:\none()\nthree()', '\t\ttwo()', '\t\tthree()'],
    [
      'spaces for tabs',
      '    if x:\n        one()',
      '    if x:\n        zero()\n        one()',
      '\t\tone',
      '\t\tzero()\n\t\tone',
    ],
    [
      'a level the block did not have',
      '    if x:\n        one()',
      '    if x:\n        with y:\n            one()',
      '\t\tone()',
      '\t\twith y:\n\t\t\tone()',
    ],
    ['a shallower line', '        two()', '    else:\n        two()', '\t\ttwo()', '\telse:\n\t\ttwo()'],
    [
      'only the first line lost its own',
      'if x:\n\t\tone()',
      'if y:\n\t\tzero()',
      'if x:\n\t\tone()',
      'if y:\n\t\tzero()',
    ],
  ])('%s', (_, search, replace, before, after) => {
    const result = applySearchReplace(NESTED, diffOf([search, replace]))
    expect(result.ok && result.content).toBe(NESTED.replace(before, after))
    expect(result.ok && result.warnings[0]).toContain('but for its indentation')
  })

  test('tabs for spaces', () => {
    expect(content('if x:\n  one()\n', diffOf(['\tone()', '\tif y:\n\t\tone()']))).toBe(
      'if x:\n  if y:\n    one()\n',
    )
  })

  test('REPLACE that is indented otherwise on purpose is written as it is', () => {
    expect(content('  a\n  b\n', diffOf(['  a\n  b', 'a\n    b']))).toBe('a\n    b\n')
  })
})

describe('line numbers in the block', () => {
  test('say where, and are taken off both sides', () => {
    const file = 'x\ny\nx\nz\n'
    expect(content(file, diffOf(['3 | x\n4 | z', '3 | w\n4 | z']))).toBe('x\ny\nw\nz\n')
    expect(content(file, diffOf([' 3 | x', 'w']))).toBe('x\ny\nw\nz\n')
  })

  test('blank lines of a listing', () => {
    expect(content('a\n\nb\n', diffOf(['1 | a\n2 |\n3 | b', 'c']))).toBe('c\n')
  })

  test('a REPLACE numbered in part is unnumbered with a warning', () => {
    const result = applySearchReplace('a\nb\n', diffOf(['1 | a\n2 | b', '1 | a\nnew\n2 | b']))
    expect(result).toMatchObject({ ok: true, content: 'a\nnew\nb\n' })
    expect(result.ok && result.warnings[0]).toContain('line numbers')
  })

  test('a file that holds such text is left alone', () => {
    expect(content('1 | a\n2 | b\n', diffOf(['2 | b', '2 | c']))).toBe('1 | a\n2 | c\n')
  })
})

describe('alike but not equal', () => {
  const FILE = 'function total(items) {\n  const results = sum(items)\n  return results\n}\n'
  const DIFF = diffOf(['  const result = sum(items)', '  const result = add(items)'])

  test('is refused by default, with the closest lines', () => {
    const { error } = refusal(FILE, DIFF)
    expect(error).toMatch(/Closest: line 2, 9\d % alike:\n2 \| {3}const results = sum\(items\)/)
    expect(error).toContain('you sent "  const result = sum(items)"')
    expect(error).toContain('Read the file again')
  })

  test('is accepted with a warning when the caller allows it', () => {
    const result = applySearchReplace(FILE, DIFF, { similarity: 0.9 })
    expect(result).toMatchObject({
      ok: true,
      content: FILE.replace('const results = sum', 'const result = add'),
    })
    expect(result.ok && result.warnings[0]).toMatch(/line 2 only 9\d %/)
  })

  test('is refused when two places are', () => {
    const { error } = refusal('value = 101\nx\nvalue = 102\n', diffOf(['value = 100', 'value = 0']), 0.8)
    expect(error).toContain('2 times, at lines 1, 3')
  })

  test('nothing alike', () => {
    expect(refusal(FILE, diffOf(['zzz', 'yyy'])).error).toContain('Nothing in the file resembles it')
  })

  test('an edit already made is recognised', () => {
    const { error } = refusal('new line\nrest\n', diffOf(['old line', 'new line']))
    expect(error).toContain('this edit may have been made already')
    expect(error).toContain('line 1')
  })
})

describe('the shape of a diff', () => {
  test('the line of the diff and the block are named', () => {
    const block = diffOf(['a', 'b'])
    const { error, failures } = refusal('a\n', `${block}\n\n<<<<<<< SEARCH\nx\n>>>>>>> REPLACE`)
    expect(failures).toEqual([{ block: 2, reason: expect.stringContaining('Line 9 of the diff') }])
    expect(error).toContain('Line 9 of the diff')
  })

  test('escaped markers are text', () => {
    const file = '<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n-------\n\\=======\n'
    const search = '\\<<<<<<< HEAD\nours\n\\=======\ntheirs\n\\>>>>>>> branch\n\\-------\n\\\\======='
    expect(content(file, diffOf([search, '\\=======\n\\:start_line:3']))).toBe('=======\n:start_line:3\n')
  })

  test('a line of dashes that is text of the file', () => {
    expect(content('Title\n-------\nx\n', diffOf(['-------\nx', '-------\ny']))).toBe('Title\n-------\ny\n')
  })

  test('an empty SEARCH fills an empty file and is refused elsewhere', () => {
    expect(content('', diffOf(['', 'a\nb']))).toBe('a\nb\n')
    expect(refusal('x\n', diffOf(['', 'a'])).error).toContain('SEARCH is empty')
  })

  test('a block that changes nothing is refused alone and a warning among others', () => {
    expect(refusal('a\nb\n', diffOf(['a', 'a'])).error).toContain('come to the same text')
    const result = applySearchReplace('a\nb\n', diffOf(['a', 'a'], ['b', 'c']))
    expect(result).toMatchObject({ ok: true, content: 'a\nc\n', applied: 2 })
    expect(result.ok && result.warnings).toEqual([
      'Block 1: SEARCH and REPLACE are the same, so nothing changed there.',
    ])
  })
})
