/** What the arguments of the command ask for, and what is said of those it does not know. */
import { expect, test } from 'vitest';
import { commandOf, usage, UsageProblem } from '../src/command-line.ts';
import { settings } from '../src/config.ts';

test.each([
  [[], 'serve'],
  [['--help'], 'help'],
  [['-h'], 'help'],
  [['--version'], 'version'],
  [['--check'], 'check'],
] as const)('%j: %s', (argv, command) => {
  expect(commandOf(argv)).toBe(command);
});

test.each([
  [['--port=9000'], /^There is no argument '--port'\. .* PORT=9000 clicktime-odata;/],
  [['--check', '--token=pass-word'], /no argument '--token'/],
  [['--check', '--help'], /^One argument at most/],
  [['pass-word'], /^Only arguments that begin with -/],
  [[`--${'x'.repeat(100_000)}`], /^There is no argument '.{1,110}'/],
  [['--\u001b[2J'], /^There is no argument '--\u241b\[2J'/],
])('%j is refused, and told what to do', (argv, message) => {
  expect(() => commandOf(argv)).toThrow(
    expect.objectContaining({ name: 'UsageProblem', message: expect.stringMatching(message) }),
  );
  expect(() => commandOf(argv)).toThrow(UsageProblem);
  expect(() => commandOf(argv)).not.toThrow(/pass-word/);
});

test('the help names every setting with its default', () => {
  for (const [name, { defaultText }] of Object.entries(settings))
    expect(usage()).toContain(`\n  ${name}${defaultText === '' ? '\n' : ` (${defaultText})\n`}`);
  expect(usage()).not.toContain('`');
});
