/** What a trace keeps of any number of steps. */
import { expect, test } from 'vitest';
import { createTrace } from '../../src/source/trace.ts';

test('nothing was done', () => {
  expect(createTrace().text()).toBe('');
});

test('steps stand in the order they were first taken, and are counted', () => {
  const trace = createTrace();
  for (const step of ['read', 'sent', 'sent', 'filter', 'sent']) trace.note(step);
  expect(trace.text()).toBe('read | sent (3 times) | filter');
});

test('however many and long, what is kept is bounded', () => {
  const trace = createTrace();
  for (let step = 0; step < 10_000; step++) trace.note(`${step} ${'x'.repeat(10_000)}`);
  trace.note(`0 ${'x'.repeat(10_000)}`);
  expect(trace.text().length).toBeLessThan(60_000);
  expect(trace.text()).toMatch(/^0 x{998}\.\.\. \(2 times\) \| 1 .* \| 9950 more steps$/);
});
