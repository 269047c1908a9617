/**
 * What the server costs, in one run and as ratios to floors measured beside it, in turn. Every server is a process of
 * its own; the client and the simulator share the machine with them, as in every measurement of the same table.
 * Usage: npm run bench -- [rows of the large extract, default 1000000]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { startProcess, type Measured } from './process.ts';
import { extract } from './extract.ts';
import { requestsPerSecond } from './load.ts';

const ROUNDS = 3;
const LOAD_SECONDS = 4;
const CONNECTIONS = 10;
const AUTHORIZATION = `Basic ${Buffer.from('clicktime:demo-admin').toString('base64')}`;
const HEADERS = { authorization: AUTHORIZATION };

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const large = Number(process.argv[2] ?? 1_000_000);

/** Rows per second, CPU per row and peak memory of a full extract, beside the facade floor. */
async function benchmarkExtract(smallRows: number, largeRows: number): Promise<void> {
  console.log(`Full extract of TimeEntries, throttle off`);
  console.log(row('', 'rows', 'rows/s', 'CPU us/row', 'peak MB', 'first page s'));
  const medians = new Map<string, { readonly perSecond: number; readonly cpu: number }>();
  for (const rows of [smallRows, largeRows]) {
    const simulator = await startSimulator(rows);
    const results = new Map<string, ExtractRun[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, start] of [
        ['floor', () => startFloor(['extract', simulator.url])],
        ['facade', () => startFacade(simulator.url)],
      ] as const) {
        const run = await measuredExtract(await start(), name === 'floor' ? '' : 'TimeEntries');
        if (run.rows !== rows) throw new Error(`${name} delivered ${run.rows} of ${rows} rows.`);
        results.set(name, [...(results.get(name) ?? []), run]);
      }
    }
    await simulator.stop();
    for (const [name, runs] of results) {
      const perSecond = median(runs.map((run) => run.rows / run.seconds));
      const cpu = median(runs.map((run) => run.cpuSeconds / run.rows));
      medians.set(name, { perSecond, cpu });
      const peak = median(runs.map((run) => run.peakMegabytes));
      const first = median(runs.map((run) => run.firstPageSeconds));
      console.log(row(name, rows, Math.round(perSecond), (cpu * 1e6).toFixed(1), peak.toFixed(0), first.toFixed(3)));
    }
    const [floor, facade] = [medians.get('floor'), medians.get('facade')];
    if (floor === undefined || facade === undefined) throw new Error('A contender did not run.');
    console.log(`  facade / floor: ${(facade.perSecond / floor.perSecond).toFixed(2)} of the rows per second, `);
    console.log(`                  ${(floor.cpu / facade.cpu).toFixed(2)} of the rows per CPU second\n`);
  }
}

/** Requests per second of `$metadata` and a warm `?$top=50`, beside an express handler that sends the same bytes. */
async function benchmarkAnswers(): Promise<void> {
  console.log(`Requests per second, ${CONNECTIONS} connections`);
  console.log(row('', 'bytes', 'express floor', 'facade', 'facade / floor', ''));
  const simulator = await startSimulator(50_000);
  const facade = await startFacade(simulator.url);
  const folder = mkdtempSync(join(tmpdir(), 'clicktime-odata-bench-'));
  for (const path of ['$metadata', 'TimeEntries?$top=50', 'TimeEntries?$filter=Hours gt 4&$top=50']) {
    const url = `${facade.url}${path.replaceAll(' ', '%20')}`;
    const answer = await request(url, { headers: HEADERS });
    const file = join(folder, 'answer');
    writeFileSync(file, Buffer.from(await answer.body.arrayBuffer()));
    const floor = await startFloor(['answer', file, String(answer.headers['content-type'])]);
    const rates: { readonly floor: number[]; readonly facade: number[] } = { floor: [], facade: [] };
    for (const warmUp of [true, ...Array.from({ length: ROUNDS }, () => false)]) {
      const seconds = warmUp ? LOAD_SECONDS / 2 : LOAD_SECONDS;
      const floorRate = await requestsPerSecond({
        url: floor.url,
        headers: HEADERS,
        connections: CONNECTIONS,
        seconds,
      });
      const facadeRate = await requestsPerSecond({ url, headers: HEADERS, connections: CONNECTIONS, seconds });
      if (warmUp) continue;
      rates.floor.push(floorRate);
      rates.facade.push(facadeRate);
    }
    await floor.stop();
    const [floorRate, facadeRate] = [median(rates.floor), median(rates.facade)];
    const bytes = String(answer.headers['content-length'] ?? '?');
    const ratio = (facadeRate / floorRate).toFixed(2);
    console.log(row(path, bytes, Math.round(floorRate), Math.round(facadeRate), ratio, ''));
  }
  rmSync(folder, { recursive: true });
  await facade.stop();
  await simulator.stop();
}

interface ExtractRun {
  readonly rows: number;
  readonly seconds: number;
  readonly firstPageSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

async function measuredExtract(server: Measured, path: string): Promise<ExtractRun> {
  const before = server.cpuSeconds();
  const result = await extract(`${server.url}${path}`, HEADERS);
  const run = { ...result, cpuSeconds: server.cpuSeconds() - before, peakMegabytes: server.peakMegabytes() };
  await server.stop();
  return run;
}

const startSimulator = (rows: number): Promise<Measured> =>
  startProcess(
    ['--import', 'tsx', here('../simulator/main.ts'), '--port', '0', '--entries', String(rows)],
    {},
    /(http:\/\/[\d.:]+\/v2)/,
  );

const startFacade = (upstream: string): Promise<Measured> =>
  startProcess(
    [here('../../dist/server/main.js')],
    { PORT: '0', CLICKTIME_API_URL: upstream, UPSTREAM_REQUESTS: '0', LOG_LEVEL: 'error' },
    /OData service root: (http\S+)/,
  );

const startFloor = (args: readonly string[]): Promise<Measured> =>
  startProcess(['--import', 'tsx', here('floors.ts'), ...args], {}, /ready (http\S+)/);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return `  ${name.padEnd(40)}${cells.map((cell) => String(cell).padStart(15)).join('')}`;
}

console.log(`ClickTime OData benchmark, Node ${process.version}; medians of ${ROUNDS} rounds in turn\n`);
await benchmarkExtract(Math.round(large / 10), large);
await benchmarkAnswers();
