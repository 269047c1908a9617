import { expect, test } from 'vitest';
import { createRoundRobin } from '../../src/util/round-robin.ts';

test('owners take turns, the items of each come in the order in which they were added', () => {
  const waiting = createRoundRobin<string, string>();
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) waiting.add(item.charAt(0), item);
  const taken = Array.from({ length: 7 }, () => waiting.take());
  expect(taken).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', undefined]);
  expect(waiting.isEmpty()).toBe(true);
});

test('an owner is known as long as one of its items waits', () => {
  const waiting = createRoundRobin<string, number>();
  waiting.add('a', 1);
  waiting.add('a', 2);
  waiting.take();
  expect(waiting.has('a')).toBe(true);
  waiting.take();
  expect(waiting.has('a')).toBe(false);
});
