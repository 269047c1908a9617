/** Errors as OData JSON with the headers their status needs; what the texts say is tested with the catalogue. */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { errorResponse } from '../../src/protocol/error-response.ts';

test('code, message and target, and nothing else', () => {
  const error = ODataError.of('InvalidQueryOption', { name: '$top', reason: 'no number.' }, { target: '$top' });
  const response = errorResponse(error);
  expect(response.status).toBe(400);
  expect(response.headers['Content-Type']).toBe('application/json;odata.metadata=minimal;charset=utf-8');
  expect(response.headers['OData-Version']).toBe('4.0');
  expect(JSON.parse(String(response.body))).toEqual({
    error: { code: 'InvalidQueryOption', message: error.message, target: '$top' },
  });
});

test('the version of the request is kept', () => {
  expect(errorResponse(ODataError.of('DivisionByZero', {}), '4.01').headers['OData-Version']).toBe('4.01');
});

test('401 asks for user name and password', () => {
  expect(errorResponse(ODataError.of('InvalidToken', { words: '' })).headers['WWW-Authenticate']).toBe(
    'Basic realm="ClickTime", charset="UTF-8"',
  );
});

test('405 says what is allowed', () => {
  const error = ODataError.of('MethodNotAllowed', { method: 'PUT', allow: 'GET' });
  expect(errorResponse(error).headers['Allow']).toBe('GET, HEAD, OPTIONS');
});

test('Retry-After is whole seconds, at least one', () => {
  const throttled = (retryAfterSeconds: number): ODataError =>
    ODataError.of('UpstreamThrottled', { seconds: 1 }, { retryAfterSeconds });
  expect(errorResponse(throttled(2.1)).headers['Retry-After']).toBe('3');
  expect(errorResponse(throttled(0)).headers['Retry-After']).toBe('1');
});

test('what passes says when to come back, even if nobody knows', () => {
  const retryAfter = (error: ODataError): string | undefined => errorResponse(error).headers['Retry-After'];
  expect(retryAfter(ODataError.of('UpstreamUnavailable', { reason: 'x', wait: 60 }))).toBe('60');
  expect(retryAfter(ODataError.of('UpstreamTimeout', { seconds: 1, wait: 60 }))).toBeUndefined();
});
