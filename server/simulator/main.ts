import type { SimulatorOptions } from './simulator.ts';
import type { ThrottleSettings } from './throttle.ts';
import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';

/** The command `npm run simulator -- [options]`. */

const usage = `Usage: npm run simulator -- [options]
  --port <n>           port to listen on, 0 for any (8081)
  --host <address>     address to listen on (127.0.0.1)
  --seed <n>           same seed and size, same data (1)
  --users <n>          people in the made-up company (40)
  --months <n>         months of history (24)
  --entries <n>        exact number of time entries, 0 to 20000000
  --today <date>       last day of the history, YYYY-MM-DD (2026-07-31)
  --throttle <n>/<s>   requests per seconds and token, e.g. 10/5 (none)
  --throttle-kind <k>  bucket or window (bucket)
  --no-divisions       a company without the Divisions module
  --gzip               compress answers for clients that accept it
  --help
`;

class UsageProblem extends Error {}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text)) throw new UsageProblem(`--${name} must be a whole number, but is '${text}'.`);
  return Number(text);
}

function throttleOf(text: string | undefined, kind: string | undefined): ThrottleSettings | undefined {
  if (kind !== undefined && kind !== 'bucket' && kind !== 'window') {
    throw new UsageProblem(`--throttle-kind must be bucket or window, but is '${kind}'.`);
  }
  if (text === undefined) return undefined;
  const [, requests, seconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? [];
  if (requests === undefined || seconds === undefined) {
    throw new UsageProblem(`--throttle must be requests/seconds such as 10/5, but is '${text}'.`);
  }
  return { requests: Number(requests), seconds: Number(seconds), kind: kind ?? 'bucket' };
}

/** Options of the command line, or undefined when help is asked for; throws UsageProblem. */
function optionsOf(args: readonly string[]): SimulatorOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
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
      gzip: flag,
      help: flag,
    },
  });
  if (values.help) return undefined;
  const [seed, users, months, timeEntries] = (['seed', 'users', 'months', 'entries'] as const).map((name) =>
    wholeNumber(name, values[name]),
  );
  return {
    port: wholeNumber('port', values.port) ?? 8081,
    ...(values.host !== undefined && { host: values.host }),
    ...(seed !== undefined && { seed }),
    ...(users !== undefined && { users }),
    ...(months !== undefined && { months }),
    ...(timeEntries !== undefined && { timeEntries }),
    ...(values.today !== undefined && { today: values.today }),
    throttle: throttleOf(values.throttle, values['throttle-kind']),
    divisionsModule: !(values['no-divisions'] ?? false),
    gzip: values.gzip ?? false,
  };
}

/** Runs the command; resolves with the exit code when it ends at once, never while the simulator listens. */
async function main(args: readonly string[]): Promise<number | undefined> {
  try {
    const options = optionsOf(args);
    if (options === undefined) {
      process.stdout.write(usage);
      return 0;
    }
    const { url, company, tokens } = await startSimulator(options);
    process.stdout.write(
      `ClickTime simulator: ${url}\n` +
        `Tokens: ${tokens.admin} (administrator), ${tokens.manager} (manager), ${tokens.standard} (standard user)\n` +
        `Company: ${company.count('Users')} users, ${company.count('Jobs')} jobs, ${company.count('TimeEntries')} time entries\n` +
        `Try: curl -H 'Authorization: Token ${tokens.admin}' '${url}/TimeEntries?limit=2'\n`,
    );
    return undefined;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
