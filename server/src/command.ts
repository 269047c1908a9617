import { checked } from './check-settings.ts';
import { type Command, commandOf, UsageProblem, usage } from './command-line.ts';
import { ConfigError, type Environment, readConfig } from './config.ts';
import { startProblem } from './start-problem.ts';
import { readVersion } from './version.ts';

/** Does what the arguments ask for; what is wrong with them or the environment is told in a sentence, and by the exit code. */
export async function runCommand(argv: readonly string[], environment: Environment): Promise<void> {
  try {
    await commands[commandOf(argv)](environment);
  } catch (error) {
    const isUsage = error instanceof UsageProblem;
    const message = isUsage || error instanceof ConfigError ? error.message : startProblem(error);
    if (message === undefined) throw error;
    process.stderr.write(`${message}\n`);
    process.exit(isUsage ? 2 : 1);
  }
}

const print = (text: string): void => void process.stdout.write(text);

const commands: Readonly<Record<Command, (environment: Environment) => void | Promise<void>>> = {
  help: () => print(usage()),
  version: () => print(`${readVersion()}\n`),
  check: (environment) => print(checked(readConfig(environment))),
  serve: async (environment) => {
    const config = readConfig(environment);
    // Loaded here, so that the others answer at once.
    const { serve } = await import('./serve.ts');
    await serve(config);
  },
};
