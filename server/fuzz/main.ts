// Fuzzes the service: npm run fuzz -- --requests 500000 --seed 1
// A tenth of the requests goes over sockets to the product over an embedded simulator, the rest to the service itself over
// the same rows in memory.
import { parseArgs } from 'node:util';
import { startSimulator } from '../simulator/simulator.ts';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/log.ts';
import { createMemorySource } from '../src/memory/memory-source.ts';
import { clicktimeModel } from '../src/clicktime/model/clicktime-model.ts';
import type { Row } from '../src/model/values.ts';
import { createService } from '../src/service.ts';
import { start } from '../src/start.ts';
import { systemClock } from '../src/util/clock.ts';
import { fuzzInProcess } from './in-process.ts';
import { createRandom } from './random.ts';
import { createTally, type FuzzReport } from './report.ts';
import { createGenerator } from './requests.ts';
import { fuzzSockets } from './sockets.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const requests = Number(values.requests);
const seed = Number(values.seed);
const root = '/odata/v4/';
const authorization = 'Token demo-admin';

// Most requests end in an error: writing stack traces would take a good part of the time.
Error.stackTraceLimit = 3;

const failures: string[] = [];
const simulator = await startSimulator({ timeEntries: 300, users: 6 });
const server = await start(
  readConfig({ PORT: '0', PAGE_SIZE: '200', LOG_LEVEL: 'error' }),
  { url: simulator.url, throttled: false },
  createLogger('error', { write: (line) => void failures.push(line) }),
);

/** Findings are told when they are made, so that a long run can be ended early. */
const tally = () => createTally(({ fault, request }) => console.log(`${fault}\n${request.wire.slice(0, 3000)}\n`));

async function overSockets(): Promise<FuzzReport> {
  const generator = createGenerator(clicktimeModel, root, authorization, createRandom(seed));
  const port = Number(new URL(server.address).port);
  const count = Math.ceil(requests / 10);
  return fuzzSockets(generator, { port, requests: count, connections: 6, pipelined: 12, patienceMs: 30_000 }, tally());
}

async function inProcess(): Promise<FuzzReport> {
  const rowsBySet: Record<string, readonly Row[]> = {};
  for (const { name } of clicktimeModel.entitySets) rowsBySet[name] = await rowsOf(name);
  const service = createService({
    modelFor: () => clicktimeModel,
    source: createMemorySource({ rowsBySet, capabilities: () => ({ predicates: {}, order: [] }) }),
    clock: systemClock,
    limits: {
      pageSize: 200,
      maxSortRows: 10_000,
      maxGroups: 10_000,
      maxExpandedRows: 10_000,
      maxUrlLength: 32_768,
      pageTimeBudgetMs: 10_000,
      requestTimeoutMs: 10_000,
      requestCpuMs: 10_000,
    },
  });
  const generator = createGenerator(clicktimeModel, root, authorization, createRandom(seed + 1_000_000));
  const options = { requests: requests - Math.ceil(requests / 10), patienceMs: 10_000 };
  return fuzzInProcess(service, root, generator, options, tally());
}

async function rowsOf(name: string): Promise<readonly Row[]> {
  const answer = await fetch(`${server.serviceRoot}${name}?$top=40`, { headers: { Authorization: authorization } });
  return ((await answer.json()) as { readonly value: readonly Row[] }).value;
}

function tell(where: string, { sent, findings, statuses }: FuzzReport, started: number): void {
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${where}: ${sent} requests in ${seconds.toFixed(0)} s, ${Math.round(sent / seconds)} a second, seed ${seed}`,
  );
  for (const [status, count] of [...statuses].toSorted(([a], [b]) => a - b)) console.log(`  ${status}: ${count}`);
  console.log(`${findings.length} findings`);
}

let started = performance.now();
const outside = await overSockets();
tell('over sockets', outside, started);
started = performance.now();
const inside = await inProcess();
tell('in process', inside, started);
await server.close();
await simulator.close();
for (const line of failures.slice(0, 20)) console.log(line);
process.exit(outside.findings.length + inside.findings.length + failures.length > 0 ? 1 : 0);
