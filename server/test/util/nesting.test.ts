import { expect, test } from 'vitest';
import { isDeeperThan } from '../../src/util/nesting.ts';

test('levels are counted, whatever they are made of', () => {
  expect(isDeeperThan('a', 0)).toBe(false);
  expect(isDeeperThan([], 0)).toBe(true);
  expect(isDeeperThan([], 1)).toBe(false);
  expect(isDeeperThan({ a: [1, { b: null }] }, 2)).toBe(true);
  expect(isDeeperThan({ a: [1, { b: null }] }, 3)).toBe(false);
  expect(isDeeperThan(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)), 50)).toBe(true);
});
