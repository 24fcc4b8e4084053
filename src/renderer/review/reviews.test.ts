import { expect, test } from 'vitest'
import type { ApprovalId } from '../../contract/ids.ts'
import { createReviews } from './reviews.ts'

const id = (name: number) => `apr_${name}` as ApprovalId

test('a review is what it was for every card of its approval, and untouched for another', () => {
  const reviews = createReviews()
  reviews.of(id(1)).setState({ words: 'Nearly.' })
  expect([reviews.of(id(1)).getState().words, reviews.of(id(2)).getState().words]).toEqual(['Nearly.', ''])
})

test('the latest forty are kept, and looking at one counts', () => {
  const reviews = createReviews()
  for (let name = 0; name < 40; name += 1) reviews.of(id(name)).setState({ words: `${name}` })
  reviews.of(id(0))
  reviews.of(id(40))
  expect([0, 2, 1].map((name) => reviews.of(id(name)).getState().words)).toEqual(['0', '2', ''])
})
