/** Child processes under measurement: started, waited for, their CPU time and peak memory read, stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Measured {
  /** What the process printed behind its ready word. */
  readonly url: string;
  /** CPU seconds the process has used so far, user and system. */
  cpuSeconds(): number;
  /** Peak resident memory so far, in MB (10^6 bytes). */
  peakMegabytes(): number;
  stop(): Promise<void>;
}

/** Clock ticks per second in /proc, which Linux fixes at 100 for programs. */
const TICKS_PER_SECOND = 100;

/** Leaves the processors to whoever else wants them. */
const YIELDING = ['-n', '15'];

/**
 * Runs `node args` and waits for a line that matches `ready`, whose first group is the URL. A process that `yields` stands
 * for another machine: it does not take the processors from those that are measured.
 */
export async function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: RegExp,
  { yields = false }: { readonly yields?: boolean } = {},
): Promise<Measured> {
  const command = yields ? 'nice' : process.execPath;
  const child = spawn(command, yields ? [...YIELDING, process.execPath, ...args] : args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstMatch(child, ready);
  const read = (file: string): string => readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
  return {
    url,
    cpuSeconds() {
      const fields = read('stat').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    peakMegabytes: () => (Number(/VmHWM:\s+(\d+)/.exec(read('status'))?.[1]) * 1024) / 1e6,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function firstMatch(child: ChildProcess, ready: RegExp): Promise<string> {
  if (child.stdout === null) throw new Error('The process has no output to wait for.');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = ready.exec(line)?.[1];
    if (url !== undefined) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error(`The process ended before it was ready: ${child.spawnargs.join(' ')}`);
}
