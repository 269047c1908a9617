/**
 * docs/troubleshooting.md, tried on the running service: what each cause it names looks like from outside, and that what
 * it tells people to do helps. Each kind of answer is proved elsewhere; this keeps the page true.
 */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { type Environment, readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { get, type Headers, send } from './fixture.ts';

const page = readFileSync(new URL('../../../docs/troubleshooting.md', import.meta.url), 'utf8');
const powerQuery =
  'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7';
const basic = (name: string, token: string): Headers => ({
  Authorization: `Basic ${Buffer.from(`${name}:${token}`).toString('base64')}`,
});
const admin = basic('clicktime', 'demo-admin');

let simulator: Simulator;
const servers: RunningServer[] = [];
const logged: string[] = [];

beforeAll(async () => {
  simulator = await startSimulator({ timeEntries: 60, users: 8 });
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  logged.length = 0;
});
afterAll(() => simulator.close());

async function serve(environment: Environment = {}): Promise<string> {
  const config = readConfig({ PORT: '0', ...environment });
  const server = await start(
    config,
    { url: simulator.url, throttled: false },
    createLogger('warn', { write: (line) => void logged.push(line) }),
  );
  servers.push(server);
  return `${server.address}/odata/v4/`;
}

/** What the page says under a heading that begins so. */
const saidOf = (symptom: string): string => page.split(/^## /m).find((section) => section.startsWith(symptom)) ?? '';

test.each([
  ['"Bad OData Format', '/odata/v3/', 404, 'UnknownResource'],
  ['"Bad OData Format', '/odata', 404, 'UnknownResource'],
  ['"Bad OData Format', '/odata/v4/lst-90-days/', 404, 'UnknownPeriod'],
  ['"Bad OData Format', '/odata/v4/only=Jobs,Jobs/', 400, 'InvalidChoice'],
])('%s: %s is %i %s, and the message says what to type', async (symptom, path, status, code) => {
  const root = await serve();
  const answer = await send(root, path, { ...admin, Accept: '*/*' });
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(`"code":"${code}"`)]);
  expect(saidOf(symptom)).toContain(`${status} \`${code}\``);
});

test('the bare address is no OData service, and names the one there is', async () => {
  const root = await serve();
  const { text } = await send(root, '/', { ...admin, Accept: '*/*' });
  expect(text).not.toContain('@odata.context');
  expect(text).toContain(`"serviceRoot":"${root}"`);
});

test.each([powerQuery, '*/*', 'application/xml'])('metadata are XML for Accept: %s', async (accept) => {
  const answer = await get(await serve(), '$metadata', { ...admin, Accept: accept });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, expect.stringMatching(/^application\/xml/)]);
  expect(answer.text).toMatch(/^<\?xml/);
});

test.each([
  ['MissingCredentials', {}, 401],
  ['WrongUserName', basic('me@example.com', 'demo-admin'), 401],
  ['InvalidToken', basic('clicktime', 'demo-admi'), 401],
  ['Forbidden', basic('clicktime', 'demo-standard'), 403],
] as const)('credentials: %s', async (code, headers, status) => {
  const answer = await get(await serve(), 'Users', headers);
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(`"code":"${code}"`)]);
  expect(saidOf('"We couldn\'t authenticate')).toContain(`\`${code}\``);
});

test('a page 2 that leads to the machine itself, until a setting says what people type', async () => {
  const behindProxy = { ...admin, Prefer: 'maxpagesize=1', Host: 'odata.example.com', 'X-Forwarded-Proto': 'https' };
  const nextLink = async (root: string): Promise<string> => {
    const { text } = await get(root, 'Jobs?$select=ID', behindProxy);
    return String((JSON.parse(text) as { readonly '@odata.nextLink'?: string })['@odata.nextLink']);
  };
  expect(await nextLink(await serve())).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/odata\/v4\/Jobs\?/);
  expect(saidOf('An extract ends at page 2')).toContain('`http://127.0.0.1:8080`');
  const warning = /`(links lead .*?)`/.exec(saidOf('An extract ends at page 2'))?.[1] ?? 'what the page says';
  expect(logged.filter((line) => line.includes(warning))).toHaveLength(1);
  for (const remedy of [{ PUBLIC_URL: 'https://odata.example.com' }, { TRUST_PROXY: 'loopback' }])
    expect(await nextLink(await serve(remedy))).toMatch(/^https:\/\/odata\.example\.com\/odata\/v4\/Jobs\?/);
});

test('days are days, and points in time are in UTC', async () => {
  const root = await serve();
  const entry = await get(root, 'TimeEntries?$top=1&$select=Date', admin);
  expect(entry.text).toMatch(/"Date":"\d{4}-\d\d-\d\d"/);
  const client = await get(root, 'Clients?$top=1&$select=CreatedDate&$filter=CreatedDate%20ne%20null', admin);
  expect(client.text).toMatch(/"CreatedDate":"\d{4}-\d\d-\d\dT[\d:.]+Z"/);
});

test('with own data, metadata say which sets hold one person alone', async () => {
  const standard = basic('clicktime', 'demo-standard');
  const own = await get(await serve({ OWN_DATA_FALLBACK: 'on' }), '$metadata', standard);
  const all = await get(await serve(), '$metadata', standard);
  const words = 'gets its own records instead';
  expect([own.text.includes(words), all.text.includes(words)]).toEqual([true, false]);
});
