/*
 * The command line of `npm run simulator` by table; that a simulator then starts is proved everywhere else.
 */
import { expect, test } from 'vitest';
import { optionsOf, UsageProblem } from '../../simulator/command-line.ts';

test('without options it is the demo company on port 8081', () => {
  const usual = { throttle: undefined, divisionsModule: true, awkward: false, gzip: false };
  expect(optionsOf([])).toEqual({ port: 8081, ...usual });
});

test('every option arrives', () => {
  const text =
    '--port 0 --host ::1 --seed 7 --users 50 --months 12 --entries 1000 --today 2025-12-31 --throttle 10/5 --throttle-kind window --no-divisions --awkward --gzip';
  expect(optionsOf(text.split(' '))).toEqual({
    port: 0,
    host: '::1',
    seed: 7,
    users: 50,
    months: 12,
    timeEntries: 1000,
    today: '2025-12-31',
    throttle: { requests: 10, seconds: 5, kind: 'window' },
    divisionsModule: false,
    awkward: true,
    gzip: true,
  });
});

test('help needs nothing else', () => {
  expect(optionsOf(['--help'])).toBeUndefined();
});

test.each([
  ['--port x', "--port must be a whole number, but is 'x'."],
  ['--users -3', "'--users'"],
  ['--seed 1.5', "--seed must be a whole number, but is '1.5'."],
  ['--throttle 10', "--throttle must be requests/seconds such as 10/5, but is '10'."],
  ['--throttle 0/5', "--throttle must be requests/seconds such as 10/5, but is '0/5'."],
  ['--throttle 1/1 --throttle-kind tap', "--throttle-kind must be window or bucket, but is 'tap'."],
  ['--verbose', "Unknown option '--verbose'"],
  ['8081', "Unexpected argument '8081'"],
])('%s is refused: %s', (text, message) => {
  const parse = (): unknown => optionsOf(text.split(' '));
  expect(parse).toThrow(UsageProblem);
  expect(parse).toThrow(message);
});
