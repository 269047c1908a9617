import { optionsOf, usage, UsageProblem } from './command-line.ts';
import { startSimulator } from './simulator.ts';

/** Runs the command; resolves with the exit code when it ends at once, with undefined while the simulator listens. */
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
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageProblem) process.stderr.write(`\n${usage}`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
