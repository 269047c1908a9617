/**
 * What remembering saves, and what many callers cost: the duplicate first pages of Excel and Power BI, and a hundred
 * clients each with a token of its own.
 */
import { request } from 'undici';
import { HEADERS, headersOf, startFacade, startSimulator } from './contenders.ts';
import { requestsPerSecond } from './load.ts';
import type { Measured } from './process.ts';
import { row } from './table.ts';

const CLIENTS = 100;
const SECONDS = 5;
const NOTHING_REMEMBERED = { ANSWER_CACHE_SECONDS: '0', UPSTREAM_CACHE_SECONDS: '0' };

/** The first page of TimeEntries four times, as Power BI asks for it. */
export async function benchmarkRepeats(): Promise<void> {
  console.log('The first page of TimeEntries (5,000 rows), asked for four times by one client');
  console.log(row('', 'first ms', 'then ms', 'CPU ms, then', 'upstream, then'));
  const simulator = await startSimulator(50_000);
  for (const [name, env] of [
    ['as it is', {}],
    ['nothing remembered', NOTHING_REMEMBERED],
  ] as const) {
    const facade = await startFacade(simulator.url, env);
    const first = await timed(facade, 'TimeEntries');
    const before = await upstreamRequests(simulator);
    const repeats = [
      await timed(facade, 'TimeEntries'),
      await timed(facade, 'TimeEntries'),
      await timed(facade, 'TimeEntries'),
    ];
    const upstream = (await upstreamRequests(simulator)) - before;
    const mean = (figure: 'ms' | 'cpuMs'): string =>
      (repeats.reduce((sum, repeat) => sum + repeat[figure], 0) / repeats.length).toFixed(1);
    console.log(row(name, first.ms.toFixed(1), mean('ms'), mean('cpuMs'), upstream));
    await facade.stop();
  }
  await simulator.stop();
  console.log();
}

/** `?$top=50` by a hundred clients of different tokens, remembered and not. */
export async function benchmarkManyClients(): Promise<void> {
  console.log(`TimeEntries?$top=50 by ${CLIENTS} clients at once, each with its own token`);
  console.log(row('', 'requests/s', 'CPU us/request'));
  const simulator = await startSimulator(50_000);
  const tokens = Array.from({ length: CLIENTS }, (_, index) => `benchmark-client-${index}`);
  for (const token of tokens) await control(simulator, 'tokens', { token, user: 0 });
  for (const [name, env] of [
    ['as it is', {}],
    ['nothing remembered', NOTHING_REMEMBERED],
  ] as const) {
    const facade = await startFacade(simulator.url, env);
    const load = (seconds: number): Promise<number> =>
      requestsPerSecond({
        url: `${facade.url}TimeEntries?$top=50`,
        callers: tokens.map(headersOf),
        connections: CLIENTS,
        seconds,
      });
    await load(1);
    const before = facade.cpuSeconds();
    const rate = await load(SECONDS);
    const cpu = ((facade.cpuSeconds() - before) / (rate * SECONDS)) * 1e6;
    console.log(row(name, Math.round(rate), cpu.toFixed(0)));
    await facade.stop();
  }
  await simulator.stop();
  console.log();
}

async function timed(facade: Measured, path: string): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  const [start, cpu] = [performance.now(), facade.cpuSeconds()];
  const { statusCode, body } = await request(`${facade.url}${path}`, { headers: HEADERS });
  if (statusCode !== 200) throw new Error(`${statusCode} ${path}: ${await body.text()}`);
  await body.arrayBuffer();
  return { ms: performance.now() - start, cpuMs: (facade.cpuSeconds() - cpu) * 1000 };
}

/** Requests the simulator has answered so far. */
async function upstreamRequests(simulator: Measured): Promise<number> {
  const { body } = await request(new URL('/__simulator/requests', simulator.url));
  return ((await body.json()) as { readonly count: number }).count;
}

async function control(simulator: Measured, path: string, message: object): Promise<void> {
  const { statusCode, body } = await request(new URL(`/__simulator/${path}`, simulator.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  if (statusCode >= 300) throw new Error(`${statusCode} ${path}: ${await body.text()}`);
  await body.dump();
}
