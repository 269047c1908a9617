/** What clients are told about anything that can be thrown. */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { translateError } from '../../src/http/translate-error.ts';

const quiet = new AbortController().signal;

test('errors of the catalogue pass', () => {
  const error = ODataError.of('DivisionByZero', {});
  expect(translateError(error, quiet, 'id')).toBe(error);
});

test.each([new TypeError('secret detail'), 'a text'])('%s is a fault of ours, told by its id', (thrown) => {
  const error = translateError(thrown, quiet, 'abc-1');
  expect(error).toMatchObject({ code: 'InternalError', status: 500, cause: thrown });
  expect(error.message).toContain('abc-1');
  expect(error.message).not.toContain('detail');
});

test('a signal that aborted for a reason says why, whatever broke on its account', () => {
  const timeout = ODataError.of('RequestTimeout', { seconds: 5 });
  expect(translateError(new Error('aborted'), AbortSignal.abort(timeout), 'id')).toBe(timeout);
  expect(translateError(new Error('aborted'), AbortSignal.abort(new Error('gone')), 'id').code).toBe('InternalError');
});
