/**
 * The metrics of a known workload are what was done, as Prometheus reads them from the port; they are listed in
 * docs/metrics.md, have no label without bound, and nothing of a token.
 */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { start } from '../../src/start.ts';
import { get, send, type Headers } from '../http/fixture.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const admin: Headers = { Authorization: 'Token demo-admin' };

interface Product {
  readonly root: string;
  readonly simulator: Simulator;
  readonly metricsUrl: string;
  /** The value of each series by its name and labels, as they are written. */
  readonly read: () => Promise<ReadonlyMap<string, number>>;
}

async function startProduct(environment: Readonly<Record<string, string>> = {}): Promise<Product> {
  const simulator = await startSimulator({ timeEntries: 1200, users: 12 });
  closing.push(() => simulator.close());
  const settings = readConfig({ PORT: '0', METRICS_PORT: '0', ...environment });
  const server = await start(settings, { url: simulator.url, throttled: true }, createLogger('silent'));
  closing.push(() => server.close());
  const { metricsUrl = '' } = server;
  const read = async (): Promise<ReadonlyMap<string, number>> => {
    const { text } = await send(metricsUrl, '/metrics', {});
    return new Map(
      text
        .split('\n')
        .filter((line) => line.startsWith('clicktime_odata_'))
        .map((line) => [line.slice(16, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
  };
  return { root: server.serviceRoot, simulator, metricsUrl, read };
}

test('what was done is what is told', async () => {
  const { root, simulator, read } = await startProduct();
  const replies = [];
  for (const path of ['TimeEntries', 'Jobs?$select=ID', 'Jobs?$select=ID', 'Jobs/$count', 'Nowhere', '$metadata'])
    replies.push(await get(root, path, admin));
  const rowsIn = (reply = ''): number => (JSON.parse(reply) as { readonly value: readonly unknown[] }).value.length;
  const [entries, jobs] = replies.map(({ text }) => text);
  const told = await read();
  expect(told.get('rows_total{kind="CollectionRequest"}')).toBe(rowsIn(entries) + 2 * rowsIn(jobs));
  const lengths = replies.slice(0, 3).map(({ text }) => Buffer.byteLength(text));
  expect(told.get('body_bytes_total{kind="CollectionRequest"}')).toBe(lengths.reduce((sum, length) => sum + length, 0));
  expect(told.get('request_duration_seconds_count{kind="CollectionRequest",status="200"}')).toBe(3);
  expect(told.get('request_duration_seconds_count{kind="CountRequest",status="200"}')).toBe(1);
  expect(told.get('request_duration_seconds_count{kind="MetadataRequest",status="200"}')).toBe(1);
  expect(told.get('request_duration_seconds_count{kind="other",status="404"}')).toBe(1);
  expect(told.get('remembered_answers_total')).toBe(1);
  const sent = simulator.requests.all().length;
  expect(told.get('upstream_requests_total{outcome="Envelope"}')).toBe(sent);
  expect(told.get('upstream_request_duration_seconds_count')).toBe(sent);
  expect(told.get('throttle_wait_seconds_count')).toBe(sent);
  expect(told.get('requests_in_flight')).toBe(0);
  expect(told.get('memory_held_bytes')).toBe(0);
  expect(told.get('memory_waiting_requests')).toBe(0);
});

test('waits, repetitions and failures of ClickTime are told', async () => {
  const { root, simulator, read } = await startProduct({ UPSTREAM_REQUESTS: '1', UPSTREAM_WINDOW_SECONDS: '1' });
  simulator.faults.add({ match: { path: '^/Jobs$' }, action: { kind: 'status', status: 500 }, times: 1 });
  expect((await get(root, 'Jobs?$select=ID', admin)).status).toBe(200);
  const told = await read();
  expect(told.get('upstream_requests_total{outcome="ServerError"}')).toBe(1);
  expect(told.get('upstream_repetitions_total')).toBe(1);
  // The second and third request each waited for a place that the one before had filled for a second.
  expect(told.get('throttle_wait_seconds_sum')).toBeGreaterThan(1);
});

test('an extract under way is told, and in how many bytes', async () => {
  const { root, read } = await startProduct({ PAGE_SIZE: '500' });
  const first = JSON.parse((await get(root, 'TimeEntries', admin)).text) as { readonly '@odata.nextLink': string };
  const link = new URL(first['@odata.nextLink']);
  await send(root, `${link.pathname}${link.search}`, admin);
  const told = await read();
  expect(told.get('extracts_remembered')).toBe(1);
  expect(told.get('extracts_remembered_bytes')).toBeGreaterThan(1000);
});

test('the port tells nothing else, is only read, and is not the one of the service', async () => {
  const { root, metricsUrl } = await startProduct();
  expect((await send(metricsUrl, '/odata/v4/', admin)).status).toBe(404);
  expect((await send(metricsUrl, '/metrics', {}, 'POST')).status).toBe(405);
  expect((await send(root, '/metrics', admin)).status).toBe(404);
  const replies = await Promise.all([1, 2, 3].map(() => send(metricsUrl, '/metrics', {})));
  expect(replies.map(({ status, headers }) => [status, headers['cache-control']])).toEqual(
    Array(3).fill([200, 'no-store']),
  );
});

test('whatever is asked, there are no more series, and nothing of it or of tokens in them', async () => {
  const { root, metricsUrl, read } = await startProduct();
  const ask = (name: string) => get(root, `Jobs?$filter=Name eq '${name}'`, { ...admin, 'User-Agent': name });
  await ask('first-one');
  const before = (await read()).size;
  for (let count = 1; count <= 10; count += 1) {
    await ask(`other-${count}`);
    await get(root, `last-${count}-days/only=Jobs(Name)/Jobs?$top=1`, admin);
  }
  expect((await read()).size).toBe(before);
  const told = (await send(metricsUrl, '/metrics', {})).text;
  expect(told).not.toMatch(/first-one|other-\d|last-\d|only=|demo-admin/);
});

test('where no port is configured there is none', async () => {
  expect((await startProduct({ METRICS_PORT: '' })).metricsUrl).toBe('');
});

test('docs/metrics.md lists every metric, and no other', async () => {
  const metrics = createMetrics('0');
  metrics.look({
    memory: () => ({ total: 0, held: 0, waiting: 0 }),
    extracts: () => ({ extracts: 0, bytes: 0 }),
  });
  const own = (await metrics.registry.getMetricsAsJSON()).filter(({ name }) => name.startsWith('clicktime_odata_'));
  const expected = own.map(({ name, help, type }) => [`\`${name}\``, String(type), help]);
  const text = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `clicktime_odata_'));
  expect(
    rows.map((row) =>
      row
        .split('|')
        .slice(1, 4)
        .map((cell) => cell.trim()),
    ),
  ).toEqual(expected);
});
