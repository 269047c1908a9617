/**
 * The configurations of `deploy/` at work: nginx and Caddy with TLS in front of the built service. What holds for the
 * texts of these files alone is in `server/test/deploy.test.ts`.
 */
import { request } from 'undici';
import { hasOpenssl, makeCertificate, type Certificate } from '../certificate.ts';
import { expect, test as base, type Facade } from '../fixtures.ts';
import { freePort } from '../../server/test/free-port.ts';
import { client, type Client } from './client.ts';
import { hasCaddy, hasNginx, NAME, startCaddy, startNginx, type Proxy, type StartProxy } from './proxies.ts';

const ROOT = `https://${NAME}/odata/v4/`;
const authorization = `Basic ${Buffer.from('clicktime:demo-admin').toString('base64')}`;
const MAX_URL_LENGTH = 32_768;

interface Front {
  readonly facade: Facade;
  /** A client behind the outermost proxy, from an address of its own. */
  readonly clientFrom: (address?: string) => Client;
}

interface FrontOptions {
  /** Proxies, the outermost first. */
  readonly proxies: readonly StartProxy[];
  readonly timeEntries?: number;
  /** Settings; by default those of docs/install.md. */
  readonly env?: Readonly<Record<string, string>>;
}

const test = base.extend<{ readonly front: (options: FrontOptions) => Promise<Front> }>({
  front: async ({ startFacade }, use) => {
    const stops: (() => void | Promise<void>)[] = [];
    await use(
      async ({ proxies, timeEntries = 100, env = { PUBLIC_URL: `https://${NAME}`, TRUST_PROXY: 'loopback' } }) => {
        const facade = await startFacade({
          simulator: { users: 9, timeEntries },
          env: { UPSTREAM_REQUESTS: '0', ...env },
        });
        const certificate = makeCertificate(NAME);
        stops.push(() => certificate.remove());
        const outermost = await chain(proxies, new URL(facade.root).host, certificate, stops);
        return {
          facade,
          clientFrom(address) {
            const made = client({ certificate, port: outermost.port, ...(address === undefined ? {} : { address }) });
            stops.push(() => made.close());
            return made;
          },
        };
      },
    );
    for (const stop of stops.toReversed()) await stop();
  },
});

test.skip(!hasOpenssl, 'There is no openssl here to make a certificate with.');

for (const { name, there, start } of [
  { name: 'nginx', there: hasNginx, start: startNginx },
  { name: 'Caddy', there: hasCaddy, start: startCaddy },
]) {
  test.describe(`behind ${name}`, () => {
    test.skip(!there, `There is no ${name} on the PATH.`);

    for (const [told, env] of Object.entries({
      PUBLIC_URL: { PUBLIC_URL: `https://${NAME}`, TRUST_PROXY: 'loopback' },
      'what the proxy forwards': { TRUST_PROXY: 'loopback' },
    })) {
      test(`next links lead to https and the name people type, by ${told}`, async ({ front }) => {
        const { clientFrom } = await front({ proxies: [start], env: { ...env, PAGE_SIZE: '40' } });
        const pages = await pagesOf(clientFrom(), `${ROOT}TimeEntries`);
        expect(pages.map(({ rows }) => rows)).toEqual([40, 40, 20]);
        expect(pages.map(({ next }) => next?.startsWith(`${ROOT}TimeEntries?$skiptoken=`))).toEqual([
          true,
          true,
          undefined,
        ]);
      });
    }

    test('filters and headers of the largest size arrive, and what is larger is told by the service', async ({
      front,
    }) => {
      const { clientFrom } = await front({ proxies: [start], env: { PUBLIC_URL: `https://${NAME}`, PAGE_SIZE: '40' } });
      const headers = { 'x-padding': 'x'.repeat(14_000) };
      const pages = await pagesOf(clientFrom(), filterOf(MAX_URL_LENGTH), headers);
      expect(pages.map(({ rows }) => rows)).toEqual([40, 40, 20]);
      expect(pages[0]?.next?.length).toBeGreaterThan(MAX_URL_LENGTH);
      const tooLong = await clientFrom().get(filterOf(MAX_URL_LENGTH + 1), { authorization });
      expect([tooLong.statusCode, await errorCode(tooLong.body)]).toEqual([414, 'UrlTooLong']);
    });

    test('each client is known by its own address, whatever it claims', async ({ front }) => {
      const { facade, clientFrom } = await front({ proxies: [start], env: { TRUST_PROXY: '127.0.0.1' } });
      await expectOwnAddresses(facade, clientFrom);
    });

    test('an answer is passed on as the client takes it', async ({ front }) => {
      const metricsPort = String(await freePort());
      const env = { PUBLIC_URL: `https://${NAME}`, METRICS_PORT: metricsPort, PAGE_SIZE: '100000' };
      const { clientFrom } = await front({ proxies: [start], timeEntries: 100_000, env });
      const held = () => heldBytes(metricsPort);
      const answer = await clientFrom().get(`${ROOT}TimeEntries`, { authorization });
      let taken = 0;
      for await (const piece of answer.body.iterator({ destroyOnReturn: false })) {
        taken += (piece as Buffer).length;
        break;
      }
      // What sockets hold on the way may be some megabytes; a proxy that keeps answers would have taken it all by now.
      const total = await settled(held);
      expect(taken).toBeLessThan(1_000_000);
      expect(total).toBeGreaterThan(10_000_000);
      for await (const piece of answer.body) taken += (piece as Buffer).length;
      expect(taken).toBeGreaterThanOrEqual(total);
      await expect.poll(held).toBe(0);
    });

    test('whoever waits longest is told so by the service, not by the proxy', async ({ front }) => {
      const { facade, clientFrom } = await front({
        proxies: [start],
        env: { PUBLIC_URL: `https://${NAME}`, UPSTREAM_TIMEOUT_MS: '600000' },
      });
      const browser = clientFrom();
      const first = await browser.get(`${ROOT}Jobs?$top=1`, { authorization });
      expect([first.statusCode, await first.body.text()]).toEqual([200, expect.any(String)]);
      facade.simulator.faults.add({
        action: { kind: 'delay', milliseconds: 1_000_000 },
        times: Number.POSITIVE_INFINITY,
      });
      const answer = await browser.get(`${ROOT}TimeEntries?$orderby=Hours`, { authorization });
      expect([answer.statusCode, await errorCode(answer.body)]).toEqual([504, 'RequestTimeout']);
    });
  });
}

test.describe('behind Caddy in front of nginx', () => {
  test.skip(!hasNginx || !hasCaddy, 'There is no nginx, or no Caddy, on the PATH.');
  const throughTls: StartProxy = (server, certificate) => startCaddy(`https://${server}`, certificate);

  test('links and addresses are what the outer one saw', async ({ front }) => {
    const { facade, clientFrom } = await front({
      proxies: [throughTls, startNginx],
      env: { TRUST_PROXY: '127.0.0.1', PAGE_SIZE: '40' },
    });
    const pages = await pagesOf(clientFrom('127.0.0.30'), `${ROOT}TimeEntries`, {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
    });
    expect(pages.map(({ rows, next }) => [rows, next?.startsWith(ROOT)])).toEqual([
      [40, true],
      [40, true],
      [20, undefined],
    ]);
    await expectOwnAddresses(facade, clientFrom);
  });
});

/** Starts proxies in front of one another, and gives the outermost. */
async function chain(
  proxies: readonly StartProxy[],
  server: string,
  certificate: Certificate,
  stops: (() => void | Promise<void>)[],
): Promise<Proxy> {
  const [outermost, ...inner] = proxies;
  if (outermost === undefined) throw new Error('There is no proxy.');
  const behind = inner.length === 0 ? server : `127.0.0.1:${(await chain(inner, server, certificate, stops)).port}`;
  const proxy = await outermost(behind, certificate);
  stops.push(() => proxy.stop());
  return proxy;
}

/** How many rows each page has, and where its next link leads. */
async function pagesOf(from: Client, url: string, headers: Readonly<Record<string, string>> = {}) {
  const pages: { readonly rows: number; readonly next: string | undefined }[] = [];
  for (let next: string | undefined = url; next !== undefined;) {
    const answer = await from.get(next, { authorization, ...headers });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${text.slice(0, 500)}`);
    const page = JSON.parse(text) as { readonly value: readonly unknown[]; readonly '@odata.nextLink'?: string };
    next = page['@odata.nextLink'];
    pages.push({ rows: page.value.length, next });
  }
  return pages;
}

/** An address of so many characters, as the service counts them, which all time entries fit. */
function filterOf(length: number): string {
  // Quotes as URL parsers write them, so that none grows on its way.
  const path = '/odata/v4/TimeEntries?$filter=Comment%20ne%20%27';
  return `https://${NAME}${path}${'x'.repeat(length - path.length - 3)}%27`;
}

const errorCode = async (body: { json(): Promise<unknown> }): Promise<string> =>
  ((await body.json()) as { readonly error: { readonly code: string } }).error.code;

/** Whoever tries too many tokens has to wait, under whatever name; somebody with another address has not. */
async function expectOwnAddresses({ simulator }: Facade, clientFrom: Front['clientFrom']): Promise<void> {
  const before = simulator.requests.count();
  const guesser = clientFrom('127.0.0.31');
  const tried = [];
  for (let index = 0; index < 40; index++) {
    const answer = await guesser.get(ROOT + 'Jobs', {
      authorization: `Token wrong-${index}`,
      'x-forwarded-for': `203.0.113.${index}`,
      forwarded: `for=203.0.113.${index}`,
    });
    tried.push([answer.statusCode, await errorCode(answer.body)].join(' '));
    if (answer.statusCode === 429) break;
  }
  expect(tried.at(-1)).toBe('429 TooManySignIns');
  expect(simulator.requests.count() - before).toBe(tried.length - 1);
  const other = await clientFrom('127.0.0.32').get(`${ROOT}Jobs`, { authorization: 'Token wrong' });
  expect([other.statusCode, await errorCode(other.body)]).toEqual([401, 'InvalidToken']);
}

/** A number, once it is the same for a second. */
async function settled(read: () => Promise<number>): Promise<number> {
  const seen: number[] = [];
  await expect
    .poll(
      async () => {
        seen.push(await read());
        return new Set(seen.slice(-5)).size === 1 && seen.length >= 5;
      },
      { intervals: [250] },
    )
    .toBe(true);
  return seen.at(-1) ?? Number.NaN;
}

/** Memory that answers take which are not sent yet. */
async function heldBytes(port: string): Promise<number> {
  const metrics = await (await request(`http://127.0.0.1:${port}/metrics`)).body.text();
  return Number(/^clicktime_odata_memory_held_bytes (\S+)$/m.exec(metrics)?.[1]);
}
