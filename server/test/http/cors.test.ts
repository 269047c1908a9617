/** What a preflight is granted: everything it asks for that is a header, and never credentials. */
import { expect, test } from 'vitest';
import { corsHeaders, preflightHeaders } from '../../src/http/cors.ts';

const granted = (asked?: string): readonly string[] =>
  (preflightHeaders(asked)['Access-Control-Allow-Headers'] ?? '').split(', ').map((name) => name.toLowerCase());

test.each([
  ['OpenUI5', 'odata-maxversion,odata-version,sap-cancel-on-close,x-sap-security-session,x-csrf-token'],
  ['tracing', 'traceparent, tracestate, x-request-id'],
  ['letters of any case', 'X-My-Own,AUTHORIZATION'],
  ['all that a token may hold', "a!#$%&'*+.^_`|~9-"],
])('%s', (_, asked) => {
  for (const name of asked.toLowerCase().split(/, ?/)) expect(granted(asked)).toContain(name);
  expect(granted(asked)).toContain('authorization');
});

test('each header once, whoever asks for it', () => {
  const names = granted('prefer, Prefer,x,x');
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ['what is no header', 'a b,x:y,<script>,\u00fc,,"'],
  ['what is longer than any', 'x'.repeat(101)],
])('%s is not granted', (_, asked) => {
  expect(granted(asked)).toEqual(granted());
});

test('however much is asked for, the answer stays small', () => {
  const asked = Array.from({ length: 10_000 }, (_, index) => `x-${index}`).join();
  expect(granted(asked).length).toBeLessThan(100);
});

test('never credentials, and caches keep answers apart by what was asked', () => {
  expect(Object.keys({ ...corsHeaders, ...preflightHeaders('x') })).not.toContain('Access-Control-Allow-Credentials');
  expect(preflightHeaders('x')['Vary']).toBe('Access-Control-Request-Headers');
});
