/** Log lines: what a careless caller may pass, and what still must not be written. */
import { expect, test } from 'vitest';
import { createLogger } from '../src/log.ts';
import { Secret } from '../src/util/secret.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('info', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

test('secrets are masked, whatever they are called', () => {
  const text = logged((log) => {
    log.info({ token: 'hush', headers: { authorization: 'hush' }, a: { b: { password: 'hush' } } }, 'x');
    log.info({ anything: new Secret('hush') }, 'y');
  });
  expect(text).not.toContain('hush');
  expect(text.match(/\[secret\]/g)).toHaveLength(4);
});

test('an error is told with its causes, without what libraries hang on it', () => {
  const cause = Object.assign(new Error('inner'), { headers: 'hush' });
  const text = logged((log) => log.error({ err: Object.assign(new Error('outer', { cause }), { request: 'hush' }) }));
  expect(text).toContain('outer');
  expect(text).toContain('inner');
  expect(text).not.toContain('hush');
});

test('less severe lines than asked for are not written', () => {
  expect(logged((log) => log.debug('x'))).toBe('');
});
