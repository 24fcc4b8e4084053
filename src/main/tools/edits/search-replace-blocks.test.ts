import { describe, expect, test } from 'vitest'
import { parseSearchReplace } from './search-replace-blocks.ts'

describe('the shape of a diff', () => {
  const block = '<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE'

  test.each([
    ['prose, file name and fence around it', `I change a.\n\nfile.ts\n\`\`\`diff\n${block}\n\`\`\`\nDone.`],
    ['SEARCH>', block.replace('SEARCH', 'SEARCH>')],
    ['spaces after the markers', block.replaceAll(/(SEARCH|=======|REPLACE)/g, '$1  ')],
    ['six arrows', block.replace('<<<<<<<', '<<<<<<').replace('>>>>>>>', '>>>>>>')],
    ['a header without a number', block.replace('SEARCH\n', 'SEARCH\n:start_line:\n-------\n')],
    ['a header without its end', block.replace('SEARCH\n', 'SEARCH\n:start_line:1\n')],
    ['a bare end of header', block.replace('SEARCH\n', 'SEARCH\n-------\n')],
    ['a header in REPLACE too', block.replace('=======\n', '=======\n:start_line:1\n-------\n')],
  ])('%s', (_, diff) => {
    const parsed = parseSearchReplace(diff)
    expect(parsed).toMatchObject({ ok: true, blocks: [{ replace: ['b'] }] })
    expect(parsed.ok && parsed.blocks[0]?.search.at(-1)).toBe('a')
  })

  test.each([
    ['no block', 'nothing here', 'holds no block'],
    ['empty', '', 'holds no block'],
    ['cut off in REPLACE', block.slice(0, block.indexOf('>>>')), 'may have been cut off'],
    ['cut off in SEARCH', '<<<<<<< SEARCH\na', 'ends before =======; it may have been cut off'],
    ['no middle', block.replace('=======\n', ''), 'before the ======='],
    ['two middles', block.replace('b\n', 'b\n=======\n'), 'a second ======='],
    ['not closed', block.replace('>>>>>>> REPLACE', block), 'comes before the >>>>>>> REPLACE'],
    ['closed twice', `${block}\nc\n>>>>>>> REPLACE`, 'stands outside a block'],
    ['a middle after a block', `${block}\n=======\n`, 'stands outside a block'],
    ['too many blocks', `${block}\n`.repeat(501), 'Split the edit'],
  ])('refused: %s', (_, diff, words) => {
    const parsed = parseSearchReplace(diff)
    expect(parsed.ok ? '' : parsed.problem).toContain(words)
  })

  test('the hint is the :start_line:, whatever its spelling, and 0 is none', () => {
    const hint = (header: string) => {
      const parsed = parseSearchReplace(block.replace('SEARCH\n', `SEARCH\n${header}\n-------\n`))
      return parsed.ok && parsed.blocks[0]?.search.join() === 'a' ? parsed.blocks[0].line : 'not read'
    }
    expect([':start_line:7', ':start_line: [7]', ':end_line:9\n:start_line:7'].map(hint)).toEqual([7, 7, 7])
    expect([':start_line:0', ':start_line:', ':end_line:9'].map(hint)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('escapes come off once, in both parts, and other backslashes stay', () => {
    const text = ['\\=======', '\\\\-------', '\\<<<<<<< HEAD', '\\:end_line:1', '\\n', '\\====']
    const plain = ['=======', '\\-------', '<<<<<<< HEAD', ':end_line:1', '\\n', '\\====']
    const parsed = parseSearchReplace(
      `<<<<<<< SEARCH\n${text.join('\n')}\n=======\n${text.join('\n')}\n>>>>>>> REPLACE`,
    )
    expect(parsed).toEqual({
      ok: true,
      blocks: [{ search: plain, replace: plain, ruled: false }],
      warnings: [],
    })
  })
})
