/**
 * The product as a user runs it: the built server in a process of its own, in front of a simulator of ours. Tests get
 * `startFacade`, and what they start is stopped when they end.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { startSimulator, type Simulator, type SimulatorOptions } from '../server/simulator/simulator.ts';

export { expect } from '@playwright/test';

const SERVER = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));

interface FacadeOptions {
  readonly simulator?: Partial<SimulatorOptions>;
  /** Settings of the server, as in the README. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Facade {
  /** OData service root, with a trailing slash, at the address the server listens on. */
  readonly root: string;
  readonly simulator: Simulator;
  /** What the server has written to its log so far. */
  log(): string;
  readonly process: ChildProcess;
}

export interface Fixtures {
  readonly startFacade: (options?: FacadeOptions) => Promise<Facade>;
}

export const test = base.extend<Fixtures>({
  startFacade: async ({}, use) => {
    const running: { readonly stop: () => Promise<void> }[] = [];
    await use(async (options = {}) => {
      const simulator = await startSimulator({ port: 0, awkward: true, ...options.simulator });
      running.push({ stop: () => simulator.close() });
      const server = await startServer({ CLICKTIME_API_URL: simulator.url, ...options.env });
      running.push({ stop: () => stopProcess(server.process) });
      return { ...server, simulator };
    });
    for (const { stop } of running.toReversed()) await stop();
  },
});

/** Starts the built server on a free port and waits until it says where it is. */
export async function startServer(env: Readonly<Record<string, string>>): Promise<Omit<Facade, 'simulator'>> {
  const child = spawn(process.execPath, ['--enable-source-maps', SERVER], {
    env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  const output = createInterface({ input: child.stdout });
  const root = await new Promise<string>((resolve, reject) => {
    output.on('line', (line) => {
      lines.push(`${line}\n`);
      if (line.startsWith('Stop with')) resolve(rootIn(lines.join('')));
    });
    child.once('exit', (code) => reject(new Error(`The server stopped with ${code}:\n${lines.join('')}`)));
  });
  return { root, process: child, log: () => lines.join('') };
}

/** The service root, where the server listens; with PUBLIC_URL set, the printed one is another address. */
function rootIn(greeting: string): string {
  const root = /OData service root: (http\S+)/.exec(greeting)?.[1] ?? '';
  const address = /Listening on: (http\S+)/.exec(greeting)?.[1];
  return address === undefined ? root : `${address}/odata/v4/`;
}

/** Ends a server as an orchestrator does; resolves when it has ended. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
