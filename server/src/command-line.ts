import { settings } from './config.ts';
import { shown } from './util/shown.ts';

export type Command = 'serve' | 'help' | 'version' | 'check';

const commands: ReadonlyMap<string, Command> = new Map([
  ['--help', 'help'],
  ['-h', 'help'],
  ['--version', 'version'],
  ['-v', 'version'],
  ['--check', 'check'],
]);

/** A command line that cannot be understood; the message says what to do instead. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

/**
 * What a command line, without program and script, asks for.
 * @throws UsageProblem which repeats of an argument no more than its name, for its value may be a secret
 */
export function commandOf(argv: readonly string[]): Command {
  const [first, ...others] = argv;
  if (first === undefined) return 'serve';
  const command = commands.get(first);
  if (command !== undefined && others.length === 0) return command;
  const named = argv.find((argument) => !commands.has(argument));
  const problem =
    named === undefined
      ? 'One argument at most is understood.'
      : named.startsWith('-')
        ? `There is no argument '${shown(named.split('=', 1)[0] ?? '')}'.`
        : 'Only arguments that begin with - are understood.';
  throw new UsageProblem(
    `${problem} Settings are environment variables, as in PORT=9000 clicktime-odata; clicktime-odata --help lists them.`,
  );
}

/** The help text: arguments, and the settings with their defaults. */
export function usage(): string {
  const lines = Object.entries(settings).map(
    ([name, { defaultText, help }]) =>
      `  ${name}${defaultText === '' ? '' : ` (${defaultText})`}\n      ${help.replaceAll('`', '')}`,
  );
  return `Usage: clicktime-odata [--check | --help | --version]
Serves ClickTime as OData v4; without CLICKTIME_API_URL, the made-up company of an embedded simulator.

  --check    says what the settings are and what they mean, starts nothing
  --help     says this
  --version  says the version

Settings are environment variables (default in parentheses):
${lines.join('\n')}
`;
}
