import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matcherOf, refuseRelative } from '../workspace/covered-files.ts'
import { areDisjoint } from './disjoint-paths.ts'

describe('lists of globs', () => {
  it.each([
    [['src/api/**'], ['src/ui/**'], true],
    [['src/api'], ['src/ui'], true],
    [['src/api/**', 'docs/api.md'], ['src/ui/**', 'docs/ui.md'], true],
    [['./src//api/**'], ['src/ui/*.ts'], true],
    [['src/a.ts'], ['src/b.ts'], true],
    [['src/**'], ['src/api/**'], false],
    [['src/api/**'], ['src/api/**'], false],
    [['src/api*/**'], ['src/ui/**'], false],
    [['**'], ['docs/**'], false],
    [['*.md'], ['src/**'], false],
    [['.'], ['src/**'], false],
    [['src/api/**', 'docs/**'], ['src/ui/**', 'docs/ui.md'], false],
    [['Src/api/**'], ['src/API/x.ts'], false],
    [['src/caf\u00e9/**'], ['src/cafe\u0301/**'], false],
    [['{src,docs}/**'], ['test/**'], false],
    [['src,docs/**'], ['docs/**'], false],
    [['src/{a,b}/**'], ['docs/**'], true],
    [['src/*,docs/**'], ['docs/**'], false],
    [['src}/{a,docs/**'], ['docs/**'], false],
    [['a/../b/**'], ['b/**'], false],
    [['apples/**'], ['app/**'], true],
  ])('%j and %j: disjoint is %j', (some, others, disjoint) => {
    expect([areDisjoint(some, others), areDisjoint(others, some)]).toEqual([disjoint, disjoint])
  })

  it('that are called disjoint have no path in common', () => {
    const plain = ['a', 'A', 'b', 'ab', 'a.ts', '\u00e9', 'e\u0301', '\u017f', 's', '#a', ' a']
    const wild = ['*', '**', 'a*', '?', '{a,b}', '[ab]', '*.ts', 'a,b', '!a', '.', '', '\\a']
    const glob = fc
      .array(fc.oneof(fc.constantFrom(...plain), fc.constantFrom(...plain, ...wild)), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.join('/').trim())
      .filter((text) => refuseRelative(text) === null)
    const lists = fc.array(glob, { minLength: 1, maxLength: 2 })
    const paths = fc.array(
      fc.array(fc.constantFrom(...plain, 'a,b', '!a', 'aa'), { minLength: 1, maxLength: 5 }),
      { minLength: 20, maxLength: 20 },
    )
    const matches = (list: string[], path: string) => list.some((one) => matcherOf(one)(path))
    let disjoint = 0
    let matched = 0
    fc.assert(
      fc.property(lists, lists, paths, (some, others, found) => {
        if (!areDisjoint(some, others)) return
        disjoint++
        for (const path of found.map((parts) => parts.join('/'))) {
          const inSome = matches(some, path)
          matched += Number(inSome)
          expect(inSome && matches(others, path), `${path} in ${some} and ${others}`).toBe(false)
        }
      }),
      { numRuns: 3_000 },
    )
    // It has looked at something.
    expect(disjoint).toBeGreaterThan(100)
    expect(matched).toBeGreaterThan(100)
  })
})
