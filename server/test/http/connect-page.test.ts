/** The wizard's pages beside the service, over real sockets. What the wizard does is proved in e2e/connector. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withNotice } from '../../src/http/page-notice.ts';
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

test('a notice stands above the wizard, as text, and the page stays as it was', async () => {
  writeFileSync(join(folder, 'index.html'), '<body class="x"><div id="app"></div></body>');
  const noted = await startFixture({ server: { wizardFolder: folder, notice: { text: 'Made up & <b>', tokens: [] } } });
  for (const path of ['/connect/', '/connect/index.html']) {
    const { status, headers, text } = await send(noted.serviceRoot, path, {});
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(text).toBe(
      '<body class="x"><aside class="made-up" aria-label="About the data"><p>Made up &amp; &lt;b&gt;</p></aside><div id="app"></div></body>',
    );
  }
  expect((await send(noted.serviceRoot, '/connect/assets/app-1a2b.js', {})).text).toBe('void 0;');
  rmSync(join(folder, 'index.html'));
  expect((await send(noted.serviceRoot, '/connect/', {})).status).toBe(404);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Wizard</title>');
  await noted.close();
});

test('a notice lists the tokens that anybody may use', () => {
  const tokens = [{ token: 'demo-<1>', about: 'reads everything & more' }];
  expect(withNotice('<body><div id="app"></div></body>', { text: 'Made up', tokens })).toBe(
    '<body><aside class="made-up" aria-label="About the data"><p>Made up</p><p>Sign in with one of these tokens:</p>' +
      '<ul><li><code>demo-&lt;1&gt;</code> reads everything &amp; more</li></ul></aside><div id="app"></div></body>',
  );
});

test.each(['/connect//', '/connect//index.html', '/connect/assets//app-1a2b.js', '/connect/./assets//', '/CONNECT//'])(
  '%s has an empty path segment',
  async (path) => {
    const { status, headers, text } = await page(path);
    expect([status, headers['www-authenticate']]).toEqual([400, undefined]);
    expect(text).toContain('The path has two slashes');
  },
);

test('a file that cannot be read is a fault of ours, told without its details', async () => {
  symlinkSync('loop', join(folder, 'loop'));
  const { status, text } = await page('/connect/loop');
  expect([status, JSON.parse(text)]).toMatchObject([500, { error: { code: 'InternalError' } }]);
  expect(text).not.toMatch(/ELOOP|\bat /);
});

const conditions: readonly (readonly [name: string, value: string])[] = [
  ['Range', 'bytes=99999999-'],
  ['Range', 'bytes=0-1'],
  ['Range', 'lines=x'],
  ['If-Match', '"x"'],
  ['If-Unmodified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['If-Modified-Since', 'never'],
  ['If-Range', '"x"'],
  ['If-None-Match', '"x"'],
  ['Accept-Encoding', 'none;q=x, gzip;q=2, ,'],
];
const places = ['/connect/', '/connect/assets/app-1a2b.js', '/health'];

test.each(conditions.flatMap((condition) => places.map((place) => [place, ...condition] as const)))(
  '%s with %s: %s is whole',
  async (place, name, value) => {
    const { status, headers } = await send(server.serviceRoot, place, { [name]: value });
    expect([status, headers['content-range']]).toEqual([200, undefined]);
  },
);

test('the liveness is told to whoever asks, whatever they hold', async () => {
  expect(await send(server.serviceRoot, '/health', { 'If-None-Match': '*' })).toMatchObject({
    status: 200,
    text: '{"status":"ok"}',
    headers: { 'cache-control': 'no-store' },
  });
});

test.each(
  ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE'].flatMap((method) =>
    [
      '/connect/%',
      '/connect/%ff',
      '/connect/%00',
      '/connect/..%2fconnect-secret',
      '/connect/%2e%2e/connect-secret',
      '/connect/..%5cconnect-secret',
      '/connect/assets',
      '/connect/assets/',
      '/connect/.hidden',
      `/connect/${'a'.repeat(3_000)}`,
      '/connect/assets/app-1a2b.js/x',
      '/health/%',
      '/%',
      '/odata/v4/$vocabularies/%',
    ].map((path) => [method, path] as const),
  ),
)('%s %s is refused in words, and not in those of a library', async (method, path) => {
  const { status, headers, text } = await send(server.serviceRoot, path, {}, method);
  expect([status >= 400 && status < 500, headers['content-type']]).toEqual([
    true,
    expect.stringContaining('application/json'),
  ]);
  expect(text).toMatch(method === 'HEAD' ? /^$/ : /^\{"error":\{"code":"\w+","message":"[^"]*\w{3}/);
  expect(text).not.toMatch(/<html|node_modules|not for you|\bat \S+:\d/i);
});

test('two slashes behind the question mark are none of a path', async () => {
  expect((await page('/connect/?a=//b')).status).toBe(200);
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
  '/connect/assets/',
  '/CONNECT/nothing.js',
  '/connect/../odata/v4/',
  '/connect/%zz',
  '/connect/..%2fconnect-secret',
  '/connect/%2e%2e/connect-secret',
])('%s is not there, and nobody is asked for credentials because of it', async (path) => {
  const { status, headers, text } = await page(path);
  expect([status, headers['www-authenticate'], headers['cache-control']]).toEqual([404, undefined, 'no-store']);
  expect(JSON.parse(text)).toMatchObject({ error: { code: 'UnknownResource' } });
  expect(text.toLowerCase()).toContain('/connect/');
  expect(text).not.toContain('not for you');
});

test('where there is no wizard, its address is not there either', async () => {
  const plain = await startFixture();
  const { status, headers } = await send(plain.serviceRoot, '/connect/', {});
  await plain.close();
  expect([status, headers['www-authenticate']]).toEqual([404, undefined]);
});

test.each(['/connected', '/connec'])('%s asks for credentials as ever', async (path) => {
  const { status, headers } = await page(path);
  expect([status, headers['www-authenticate']]).toEqual([401, expect.stringMatching(/^Basic /)]);
});

test.each(['/connect/', '/connect/nothing.js', '/connect'])('%s is only read', async (path) => {
  const { status, headers } = await send(server.serviceRoot, path, {}, 'POST');
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  const asked = await send(server.serviceRoot, path, {}, 'OPTIONS');
  expect([asked.status, asked.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS']);
});
