/**
 * What the worst requests do to everybody else. Each shape of `shapes.ts` is sent to the built server over a simulator of
 * 200,000 entries, throttle off, while a process of its own measures `/health`. Fails where the process ends, an answer is
 * 500, a refusal is not in OData's form or takes longer than 2 s, `/health` longer than 50 ms, or memory goes beyond its
 * bound. What is refused for what it did, and not for what it is, takes as long as the work was allowed to.
 * The latency means something on an idle machine only: an express server that does nothing is asked at the same time, and
 * what it takes is the machine's own. Usage: npm run bench:hostile -- [part of a shape's name ...].
 */
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startFloor, startSimulator } from '../contenders.ts';
import { startProcess, type Measured } from '../process.ts';
import { row } from '../table.ts';
import { sendBytes, sendRequests, tokenOf, type Outcome } from './clients.ts';
import type { Shape } from './shape.ts';
import { shapes } from './shapes.ts';

const ENTRIES = 200_000;
const HEAP_MB = 512;
/** Beside the heap: bodies and caches, which are outside of it, compressing and the program itself. */
const MOST_MB = HEAP_MB + 400;
const MOST_HEALTH_MS = 50;
const MOST_REFUSAL_MS = 2000;
const CALLERS = 100;
/** As `nice` counts. */
const PRIORITY_OF_OTHERS = 15;
/** Refusals at the end of work or of waiting. */
const worked: readonly (string | undefined)[] = [
  'QueryTooExpensive',
  'RequestTimeout',
  'ServiceBusy',
  'ResultTooLarge',
  'AnswerTooLarge',
  'TooManyGroups',
];

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const wanted = process.argv.slice(2);
const chosen = shapes.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

const simulator = await startSimulator(ENTRIES, { yields: true });
await addTokens();
const server = await startProcess(
  [`--max-old-space-size=${HEAP_MB}`, here('../../../dist/server/main.js')],
  {
    PORT: '0',
    CLICKTIME_API_URL: simulator.url,
    UPSTREAM_REQUESTS: '0',
    LOG_LEVEL: 'error',
    ANSWER_CACHE_SECONDS: '1',
  },
  /OData service root: (http\S+)/,
);
const idle = await startFloor(['answer', here('main.ts'), 'text/plain']);
const probe = await startProbe(new URL('/health', server.url).href);
const control = await startProbe(idle.url);
// The callers, like ClickTime, are on machines of their own; here they must not take the server's processors.
setPriority(PRIORITY_OF_OTHERS);

console.log(`${chosen.length} shapes, ${ENTRIES} entries, heap ${HEAP_MB} MB\n`);
console.log(row('', 'seconds', '/health ms', 'idle server ms', 'peak MB', 'answers'));
const problems: string[] = [];
await Promise.all([probe.longest(), control.longest()]);
for (const shape of chosen) problems.push(...(await run(shape)).map((problem) => `${shape.name}: ${problem}`));
probe.stop();
control.stop();
await Promise.all([server.stop(), idle.stop()]);
await simulator.stop();
console.log(
  problems.length === 0
    ? '\nAll held.'
    : `\n${problems.length} did not hold:\n${problems.map((line) => `- ${line}`).join('\n')}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

async function run(shape: Shape): Promise<readonly string[]> {
  const start = performance.now();
  const outcomes =
    shape.kind === 'requests' ? await sendRequests(server.url, shape) : await sendBytes(server.url, shape);
  const seconds = (performance.now() - start) / 1000;
  const [health, machine] = await Promise.all([probe.longest(), control.longest()]);
  const memory = peak(server);
  console.log(
    row(shape.name.slice(0, 60), seconds.toFixed(1), health.toFixed(0), machine.toFixed(0), memory.toFixed(0)),
    ` ${summary(outcomes)}`,
  );
  return [
    ...(health > MOST_HEALTH_MS
      ? [`/health took ${health.toFixed(0)} ms (${machine.toFixed(0)} where nothing was done)`]
      : []),
    ...(memory > MOST_MB ? [`memory was ${memory.toFixed(0)} MB`] : []),
    ...(shape.kind === 'requests'
      ? refusalProblems(outcomes)
      : outcomes.some(({ status }) => status === 500)
        ? ['500']
        : []),
  ];
}

function refusalProblems(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ status, code, milliseconds }) => {
    if (status === 0) return ['a connection ended without an answer'];
    if (status === 500) return [`500 ${code ?? ''}`];
    if (status >= 400 && code === undefined) return [`${status} is not in OData's form`];
    const isLate = status >= 400 && milliseconds > MOST_REFUSAL_MS && !worked.includes(code);
    return isLate ? [`${status} ${code ?? ''} came after ${milliseconds.toFixed(0)} ms`] : [];
  });
}

/** How often each status and code came. */
function summary(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const { status, code = '' } of outcomes) {
    const name = `${status} ${code}`.trim();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} x ${name}`)).join(', ');
}

/** Throws where the process is gone. */
function peak(measured: Measured): number {
  try {
    return measured.peakMegabytes();
  } catch (cause) {
    throw new Error('The server has ended.', { cause });
  }
}

async function startProbe(url: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', here('probe.ts'), url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  return {
    /** The longest time since the last call; milliseconds. */
    async longest(): Promise<number> {
      const line = once(lines, 'line');
      child.stdin.write('\n');
      const [text]: readonly unknown[] = await line;
      return Number(String(text).split(' ')[0]);
    },
    stop: () => void child.stdin.end(),
  };
}

async function addTokens(): Promise<void> {
  for (let caller = 0; caller < CALLERS; caller += 1) {
    const response = await fetch(new URL('/__simulator/tokens', simulator.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: tokenOf(caller), user: 0 }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
}
