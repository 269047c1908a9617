/** What is known of a token, and for how long. */
import { expect, test } from 'vitest';
import { createKnownCredentials } from '../../../src/clicktime/sign-in/known-credentials.ts';
import { handClock } from '../hand-clock.ts';

const options = { rememberMs: 60_000, rememberRefusedMs: 10_000, maxCredentials: 100 };

test('a good token is accepted for its time, and familiar until something speaks against it', async () => {
  const clock = handClock();
  const known = createKnownCredentials(options, clock);
  expect(known.standing('a')).toBe('stranger');
  known.learn('a', true);
  expect(known.standing('a')).toBe('accepted');
  await clock.advance(60_000);
  expect(known.standing('a')).toBe('familiar');
  // A single refusal may be a mistake.
  known.learn('a', false);
  expect(known.standing('a')).toBe('stranger');
  known.learn('a', false);
  expect(known.standing('a')).toBe('refused');
});

test('a refused token is refused for a moment, and may become good', async () => {
  const clock = handClock();
  await clock.advance(1);
  const known = createKnownCredentials(options, clock);
  known.learn('a', false);
  expect(known.standing('a')).toBe('refused');
  await clock.advance(10_001);
  expect(known.standing('a')).toBe('stranger');
  known.learn('a', false);
  known.learn('a', true);
  expect(known.standing('a')).toBe('accepted');
});

test('however many are refused, they push out no good one', () => {
  const known = createKnownCredentials(options, handClock());
  known.learn('good', true);
  for (let index = 0; index < 1_000; index++) known.learn(`bad ${index}`, false);
  expect(known.standing('good')).toBe('accepted');
});
