import type { SimulatorOptions } from './simulator.ts';
import type { ThrottleSettings } from './throttle.ts';
import { parseArgs } from 'node:util';

/** The command line of `npm run simulator`. */

export const usage = `Usage: npm run simulator -- [options]
  --port <n>           port to listen on, 0 for any (8081)
  --host <address>     address to listen on (127.0.0.1)
  --seed <n>           same seed and size, same data (1)
  --users <n>          people in the made-up company (40)
  --months <n>         months of history (24)
  --entries <n>        exact number of time entries, 0 to 20000000
  --today <date>       last day of the history, YYYY-MM-DD (2026-07-31)
  --throttle <n>/<s>   requests per seconds and token, e.g. 10/5 (none)
  --throttle-kind <k>  window or bucket (window)
  --no-divisions       a company without the Divisions module
  --awkward            data that test readers instead of looking like a company's
  --gzip               compress answers for clients that accept it
  --help
`;

/** A command line that cannot be understood; the message says why. */
export class UsageProblem extends Error {}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text)) throw new UsageProblem(`--${name} must be a whole number, but is '${text}'.`);
  return Number(text);
}

function throttleOf(text: string | undefined, kind: string | undefined): ThrottleSettings | undefined {
  if (kind !== undefined && kind !== 'bucket' && kind !== 'window') {
    throw new UsageProblem(`--throttle-kind must be window or bucket, but is '${kind}'.`);
  }
  if (text === undefined) return undefined;
  const [, requests, seconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? [];
  if (requests === undefined || seconds === undefined) {
    throw new UsageProblem(`--throttle must be requests/seconds such as 10/5, but is '${text}'.`);
  }
  return { requests: Number(requests), seconds: Number(seconds), kind: kind ?? 'window' };
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const known = {
  port: text,
  host: text,
  seed: text,
  users: text,
  months: text,
  entries: text,
  today: text,
  throttle: text,
  'throttle-kind': text,
  'no-divisions': flag,
  awkward: flag,
  gzip: flag,
  help: flag,
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Options of the command line, or undefined when help is asked for; throws UsageProblem. */
export function optionsOf(args: readonly string[]): SimulatorOptions | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const [seed, users, months, timeEntries] = (['seed', 'users', 'months', 'entries'] as const).map((name) =>
    wholeNumber(name, values[name]),
  );
  return {
    port: wholeNumber('port', values.port) ?? 8081,
    host: values.host,
    seed,
    users,
    months,
    timeEntries,
    today: values.today,
    throttle: throttleOf(values.throttle, values['throttle-kind']),
    divisionsModule: !(values['no-divisions'] ?? false),
    awkward: values.awkward ?? false,
    gzip: values.gzip ?? false,
  };
}
