/** The wizard's pages beside the service, over real sockets. What the wizard does is proved in e2e/connector. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, send, startFixture } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'connect-'));
let server: Fixture;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Wizard</title>');
  writeFileSync(join(folder, 'assets/app-1a2b.js'), 'void 0;');
  writeFileSync(join(folder, '..', 'connect-secret'), 'not for you');
  server = await startFixture({ server: { wizardFolder: folder } });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
  rmSync(join(folder, '..', 'connect-secret'));
});

const page = (path: string) => send(server.serviceRoot, path, {});

test('the page needs no credentials, and may run nothing but its own', async () => {
  const { status, headers, text } = await page('/connect/');
  expect([status, text]).toEqual([200, '<!doctype html><title>Wizard</title>']);
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(headers['content-security-policy']).toContain("connect-src 'self'");
  expect(headers['cache-control']).toBe('no-cache');
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test('what carries a hash in its name is kept for good', async () => {
  const { status, headers } = await page('/connect/assets/app-1a2b.js');
  expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
});

test.each(['/connect', '/connect?a=b'])(
  '%s leads to the folder by a relative link, right behind any proxy',
  async (path) => {
    const { status, headers } = await page(path);
    expect([status, headers.location]).toEqual([302, 'connect/']);
  },
);

test.each([
  '/connect/nothing.js',
  '/connect/../odata/v4/',
  '/connect/..%2fconnect-secret',
  '/connect/%2e%2e/connect-secret',
])('%s is no page and asks for credentials like everything else', async (path) => {
  const { status, text } = await page(path);
  expect([401, 400, 403, 404]).toContain(status);
  expect(text).not.toContain('not for you');
});

test("an error's message is in the reason phrase too, in printable ASCII", async () => {
  const reason = await new Promise<string | undefined>((resolve, reject) => {
    const request = httpRequest(`${server.serviceRoot}P%C3%A4ople`, { headers: { Authorization: 'Token t' } });
    request.on('response', (response) => {
      resolve(response.statusMessage);
      response.resume();
    });
    request.on('error', reject);
    request.end();
  });
  expect(reason).toMatch(/^There is no 'P ople' in [\x20-\x7e]+$/);
});
