/** The catalogue and its manual say the same: every code is explained, nothing else is, and statuses agree. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/errors/catalogue.ts';
import { ODataError } from '../../src/errors/odata-error.ts';

const manual = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

test('docs/errors.md lists every code with its status, once, and no other', () => {
  const documented = [...manual.matchAll(/^\| `(\w+)` +\| (\d{3}) /gm)].map((row) => [row[1] ?? '', Number(row[2])]);
  const defined = Object.entries(catalogue).map(([code, { status }]) => [code, status]);
  expect(documented).toHaveLength(defined.length);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(defined));
});

test('an error carries its code, status, text and target', () => {
  const error = ODataError.of('DuplicateQueryOption', { name: '$top' }, { target: '$top', retryAfterSeconds: 3 });
  expect(error).toMatchObject({ code: 'DuplicateQueryOption', status: 400, target: '$top', retryAfterSeconds: 3 });
  expect(error.message).toBe("The query option '$top' is given more than once; give it once.");
});

test('the cause is kept for the log and not mixed into the text', () => {
  const cause = new Error('socket hang up');
  const error = ODataError.of('UpstreamUnavailable', { reason: 'The connection broke.', wait: 60 }, { cause });
  expect(error.cause).toBe(cause);
  expect(error.message).not.toContain('socket hang up');
});

test('an error repeats at most 100 characters of a name, and never half a character', () => {
  const long = `${'a'.repeat(99)}\u{1F600}b`;
  const error = ODataError.of('UnknownProperty', { name: long, type: 'Job', hint: '' }, { target: long });
  expect(error.message).toBe(`There is no property '${'a'.repeat(99)}...' on type 'Job'.`);
  expect(error.target).toBe(`${'a'.repeat(99)}...`);
});
