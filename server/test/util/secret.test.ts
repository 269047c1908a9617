/** A secret shows itself to `reveal` alone, however it is printed. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../src/util/secret.ts';

const secret = new Secret('hunter2');

test.each([
  ['join', [secret].join()],
  ['String', String(secret)],
  ['JSON', JSON.stringify({ secret })],
  ['inspect', inspect({ secret }, { depth: 5, showHidden: true })],
  ['keys', Object.keys(secret).join()],
  ['spread', JSON.stringify(Object.assign({}, secret))],
])('%s does not show it', (_, text) => {
  expect(text).not.toContain('hunter2');
});

test('reveal gives it', () => {
  expect(secret.reveal()).toBe('hunter2');
});
