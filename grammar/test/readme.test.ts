// README.md shows what the generator makes of one rule: here that is compared with what it does make.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

test('the function shown for topValue is the one that is generated', () => {
  const [, shown = ''] = /```js\n(function read_topValue[^]*?)```/.exec(read('README.md')) ?? [];
  const [generated = ''] = /function read_topValue[^]*?\n {2}\}\n/.exec(read('fast.gen.js')) ?? [];
  expect(generated).not.toBe('');
  expect(statements(shown)).toEqual(statements(generated));
});

/** Lines without indentation, with names numbered in their order. */
function statements(code: string): readonly string[] {
  const numbers = [...new Set(code.match(/\$\d+/g))];
  const renumbered = code.replaceAll(/\$\d+/g, (number) => `$${numbers.indexOf(number) + 1}`);
  return renumbered
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
