/** Which methods pass. */
import { expect, test } from 'vitest';
import { checkMethod, methodsOf } from '../../src/protocol/methods.ts';

test.each(['GET', 'HEAD'])('%s reads', (method) => {
  expect(() => checkMethod(method, 'Jobs')).not.toThrow();
});

test('a batch is posted, whatever its path looks like', () => {
  expect(() => checkMethod('POST', '$batch')).not.toThrow();
  expect(() => checkMethod('POST', '%24batch')).not.toThrow();
  expect(() => checkMethod('POST', 'Jobs/$query')).not.toThrow();
  expect(methodsOf('Jobs/$query')).toBe('POST, OPTIONS');
  expect([methodsOf('$batch'), methodsOf('Jobs')]).toEqual(['POST, OPTIONS', 'GET, HEAD, OPTIONS']);
});

test.each([
  ['POST', 'Jobs', 'MethodNotAllowed', 405],
  ['PATCH', "Jobs('x')", 'MethodNotAllowed', 405],
  ['DELETE', "Jobs('x')", 'MethodNotAllowed', 405],
  ['PUT', '$batch', 'MethodNotAllowed', 405],
  ['GET', '$batch', 'MethodNotAllowed', 405],
  ['GET', 'Jobs/$query', 'MethodNotAllowed', 405],
  ['PUT', 'Jobs/%24query', 'MethodNotAllowed', 405],
])('%s %s', (method, path, code, status) => {
  expect(() => checkMethod(method, path)).toThrow(expect.objectContaining({ code, status }));
});
