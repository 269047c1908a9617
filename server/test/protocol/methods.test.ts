/** Which methods pass. */
import { expect, test } from 'vitest';
import { checkMethod } from '../../src/protocol/methods.ts';

test.each(['GET', 'HEAD'])('%s reads', (method) => {
  expect(() => checkMethod(method, 'Jobs')).not.toThrow();
});

test.each([
  ['POST', 'Jobs', 'MethodNotAllowed', 405],
  ['PATCH', "Jobs('x')", 'MethodNotAllowed', 405],
  ['DELETE', "Jobs('x')", 'MethodNotAllowed', 405],
  ['PUT', '$batch', 'MethodNotAllowed', 405],
  ['POST', '$batch', 'UnsupportedFeature', 501],
  ['POST', 'Jobs/$query', 'UnsupportedFeature', 501],
])('%s %s', (method, path, code, status) => {
  expect(() => checkMethod(method, path)).toThrow(expect.objectContaining({ code, status }));
});
