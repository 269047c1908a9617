/**
 * `Prefer: explain` and the debug log, through the product put together. Plans are proved by `plan-collection.test.ts`;
 * this adds that they and what was really sent reach whoever asked, and that docs/explain.md shows it as it is.
 */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger, type LogLevel } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { get, type Headers, type Reply } from './fixture.ts';

const signedIn: Headers = { Authorization: `Basic ${Buffer.from('clicktime:demo-admin').toString('base64')}` };
const explain: Headers = { ...signedIn, Prefer: 'explain' };

let simulator: Simulator;
let server: RunningServer;
const log: string[] = [];

const startProduct = (level: LogLevel, lines: string[]): Promise<RunningServer> =>
  start(
    readConfig({ PORT: '0' }),
    { url: simulator.url, throttled: false },
    createLogger(level, { write: (line) => void lines.push(line) }),
  );

beforeAll(async () => {
  simulator = await startSimulator({ timeEntries: 3000, users: 12, awkward: true });
  server = await startProduct('info', log);
});
afterEach(() => simulator.faults.clear());
afterAll(async () => {
  await server.close();
  await simulator.close();
});

const planOf = ({ headers }: Reply): unknown => headers['query-plan'];

test('docs/explain.md: its examples are what the server answers', async () => {
  const text = readFileSync(new URL('../../../docs/explain.md', import.meta.url), 'utf8');
  const examples = [...text.matchAll(/```\n(.+)\n\nQuery-Plan: (.+)\n```/g)].map(([, url = '', plan]) => ({
    url,
    plan,
  }));
  expect(examples.length).toBeGreaterThan(4);
  const product = await startProduct('info', []);
  try {
    // What the first request of a token asks beside, the examples leave out.
    await get(product.serviceRoot, '$metadata', signedIn);
    for (const { url, plan } of examples) {
      const reply = await get(product.serviceRoot, encodeURI(url), explain);
      expect({ url, plan: planOf(reply) }).toEqual({ url, plan });
    }
  } finally {
    await product.close();
  }
});

test('who did not ask is told nothing', async () => {
  const reply = await get(server.serviceRoot, 'Jobs', signedIn);
  expect(planOf(reply)).toBeUndefined();
  expect(reply.headers['preference-applied']).toBeUndefined();
  expect(log.filter((line) => line.includes('"plan"'))).toEqual([]);
});

test.each([
  ['Jobs', 200, 'explain'],
  ["Jobs('none')", 404, undefined],
  ['Jobs/$count', 200, 'explain'],
])('%s is explained (%i)', async (path, status, applied) => {
  const reply = await get(server.serviceRoot, path, explain);
  expect(reply.status).toBe(status);
  expect(reply.headers['preference-applied']).toBe(applied);
  expect(planOf(reply)).toMatch(/(?:read|count) Jobs/);
});

test('the answer is the one it would have been', async () => {
  const path = 'Jobs?$expand=Client&$orderby=Name desc';
  const [plain, explained] = await Promise.all([
    get(server.serviceRoot, path, signedIn),
    get(server.serviceRoot, path, explain),
  ]);
  expect(explained.text).toBe(plain.text);
});

test('an explained answer comes from no memory and stays in none', async () => {
  const path = 'TimeEntries?$top=7&$select=ID';
  await get(server.serviceRoot, path, signedIn);
  for (const _ of [1, 2]) {
    expect(planOf(await get(server.serviceRoot, path, explain))).toContain('read TimeEntries; fetch ID');
  }
  expect(planOf(await get(server.serviceRoot, path, signedIn))).toBeUndefined();
});

test('what failed says what was tried', async () => {
  simulator.faults.add({ match: { path: '^/TimeEntries$' }, action: { kind: 'status', status: 403 } });
  const headers = { ...explain, 'Cache-Control': 'no-cache' };
  const reply = await get(server.serviceRoot, 'TimeEntries?$filter=Date ge 2026-02-03', headers);
  expect(reply.status).toBe(403);
  expect(planOf(reply)).toMatch(/\| sent GET \/TimeEntries\?StartDate=2026-02-03$/);
});

test('a page from memory is told as that', async () => {
  await get(server.serviceRoot, 'Divisions', signedIn);
  expect(planOf(await get(server.serviceRoot, 'Divisions', explain))).toMatch(
    /\| remembered GET \/Divisions\?IsActive=true&IsActive=false$/,
  );
});

test('text of any script arrives in one line of ASCII', async () => {
  const filter = encodeURIComponent("Name eq 'Žluťoučký\n🐎'");
  const plan = planOf(await get(server.serviceRoot, `Jobs?$filter=${filter}&$select=Name`, explain));
  expect(plan).toMatch(/^[\x20-\x7e]+$/);
  expect(decodeURIComponent(String(plan))).toContain("filter Name eq 'Žluťoučký\n🐎'");
});

test('a plan is cut at 2,000 characters', async () => {
  const terms = Array.from({ length: 60 }, (_, index) => `contains(Comment,'${'é'.repeat(80)}${index}')`);
  const path = encodeURI(`TimeEntries?$top=1&$filter=${terms.join(' or ')}`);
  const plan = String(planOf(await get(server.serviceRoot, path, explain)));
  expect(plan).toHaveLength(2_000);
  expect(plan).toMatch(/\.\.\.$/);
});

test('the log has the plan of every request for data, at level debug', async () => {
  const lines: string[] = [];
  const product = await startProduct('debug', lines);
  try {
    await get(product.serviceRoot, "Jobs?$filter=Name ne 'x'&$select=Name", signedIn);
    await get(product.serviceRoot, "Jobs?$filter=Name ne 'x'&$select=Name", signedIn);
  } finally {
    await product.close();
  }
  const plans = lines.map((line) => JSON.parse(line) as { readonly plan?: string; readonly id?: string });
  expect(plans.filter(({ plan }) => plan !== undefined).map(({ plan }) => plan)).toEqual([
    "sent GET /Me | sent GET /CustomFieldDefinitions | read Jobs; filter Name ne 'x'; fetch ID, Name | sent GET /Jobs?IsActive=true&IsActive=false",
    'remembered the whole answer',
  ]);
  expect(lines.join('')).not.toContain('demo-admin');
});
