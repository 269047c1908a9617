/** When requests stay away, by steps; `circuits.test.ts` adds whose, and that they really do and come back. */
import { expect, test } from 'vitest';
import {
  abandoned,
  closedBreaker,
  failed,
  restLeft,
  sent,
  succeeded,
} from '../../../src/clicktime/upstream/breaker.ts';
import type { Attempt, BreakerState } from '../../../src/clicktime/upstream/breaker.ts';

const options = { failures: 3, restMs: 1_000, maxRestMs: 3_000 };
const normal: Attempt = { epoch: 0, isTrial: false };

const fail = (state: BreakerState, attempt = normal, now = 0, owner = 'a'): BreakerState =>
  failed(state, { attempt, owner, maxShare: Number.POSITIVE_INFINITY }, now, options);

const failing = (times: number): BreakerState =>
  Array.from({ length: times }).reduce<BreakerState>((state) => fail(state), closedBreaker);

const left = (state: BreakerState, now: number, owner = 'somebody'): number => restLeft(state, now, owner);

test('it opens at so many failures in a row', () => {
  expect(left(failing(2), 0)).toBe(0);
  expect(left(failing(3), 0)).toBe(1_000);
  expect(left(failing(3), 1_000)).toBe(0);
  expect(left(fail(succeeded(failing(2))), 0)).toBe(0);
});

test('no more than a share of the failures may be of one', () => {
  const ofOne = (state: BreakerState, owner: string): BreakerState =>
    failed(state, { attempt: normal, owner, maxShare: 1 }, 0, options);
  const many = Array.from({ length: 50 }).reduce<BreakerState>((state) => ofOne(state, 'a'), closedBreaker);
  expect(left(many, 0)).toBe(0);
  expect(left(ofOne(many, 'b'), 0)).toBe(0);
  expect(left(ofOne(ofOne(many, 'b'), 'c'), 0)).toBe(1_000);
});

test('requests that were under way when it opened do not make the rest longer', () => {
  expect(failing(10)).toEqual(failing(3));
});

test('one request tries again: the others wait for it, its failure doubles the rest, its success ends it', () => {
  const first = sent(failing(3), 1_000);
  expect(left(first.state, 1_000)).toBe(1_000);
  const again = fail(first.state, first.attempt, 1_200);
  expect(left(again, 1_200)).toBe(2_000);
  const second = sent(again, 3_200);
  const third = fail(second.state, second.attempt, 3_300);
  expect(left(third, 3_300)).toBe(3_000);
  expect(left(succeeded(sent(third, 6_300).state), 6_400)).toBe(0);
});

test('an old request that fails while one tries changes nothing', () => {
  const { state } = sent(failing(3), 1_000);
  expect(fail(state, normal, 1_100)).toBe(state);
});

test('where the one that tries takes longer than the rest, another tries, and only its failure counts', () => {
  const slow = sent(failing(3), 1_000);
  const next = sent(slow.state, 2_000);
  expect(fail(next.state, slow.attempt, 2_100)).toBe(next.state);
  expect(left(fail(next.state, next.attempt, 2_200), 2_200)).toBe(2_000);
});

test('requests of before a rest do not fail what works again', () => {
  const { state } = sent(failing(3), 1_000);
  const works = succeeded(state);
  expect(Array.from({ length: 9 }).reduce<BreakerState>((last) => fail(last), works)).toBe(works);
});

test('where nobody waits for the one that tries any more, another tries at once', () => {
  const { state, attempt } = sent(failing(3), 1_000);
  expect(left(abandoned(state, attempt, 1_050), 1_050)).toBe(0);
  expect(abandoned(state, normal, 1_050)).toBe(state);
});

test('who tried in vain lets others try first', () => {
  const { state, attempt } = sent(failing(3), 1_000);
  const again = fail(state, attempt, 1_100, 'a');
  expect(left(again, 3_100, 'b')).toBe(0);
  expect(left(again, 3_100, 'a')).toBeGreaterThan(0);
  expect(left(again, 4_100, 'a')).toBe(0);
});
