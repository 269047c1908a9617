/** The plan as a header value; what a trace keeps is proved by `trace.test.ts`. */
import { expect, test } from 'vitest';
import { planHeader } from '../../src/protocol/explain.ts';
import { createTrace } from '../../src/source/trace.ts';

const headerOf = (...steps: readonly string[]): string | undefined => {
  const trace = createTrace();
  for (const step of steps) trace.note(step);
  return planHeader(trace)['Query-Plan'];
};

test.each([
  [[], undefined],
  [['read Jobs', 'sent GET /Jobs?Name=50%25'], 'read Jobs | sent GET /Jobs?Name=50%25'],
  [['a\r\nSet-Cookie: b'], 'a%0D%0ASet-Cookie: b'],
  [['Ünal\t€\u{1f40e}\u007f'], '%C3%9Cnal%09%E2%82%AC%F0%9F%90%8E%7F'],
  // Half a character, where a step was cut.
  [[`${'x'.repeat(999)}\u{1f40e}`], `${'x'.repeat(999)}%EF%BF%BD...`],
])('%j', (steps, header) => {
  expect(headerOf(...steps)).toBe(header);
});

test('what is longer is cut', () => {
  const header = headerOf(...[1, 2, 3, 4, 5].map((step) => `${step}${'é'.repeat(900)}`));
  expect(header).toHaveLength(2_000);
  expect(header).toMatch(/^1%C3%A9.*\.\.\.$/);
});
