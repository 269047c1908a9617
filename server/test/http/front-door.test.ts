/** Who opens the service in a browser without knowing where to go is led to the connect page; programs notice nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, get, type Headers, send, signedIn, startFixture } from './fixture.ts';

const wizardFolder = mkdtempSync(join(tmpdir(), 'front-door-'));
const chromium = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8,application/json;q=0.7';
const browser: Headers = { Accept: chromium };
let server: Fixture;

beforeAll(async () => {
  writeFileSync(join(wizardFolder, 'index.html'), '<!doctype html><title>Wizard</title>');
  writeFileSync(join(wizardFolder, 'favicon.ico'), 'icon');
  server = await startFixture({ server: { wizardFolder } });
});

afterAll(async () => {
  await server.close();
  rmSync(wizardFolder, { recursive: true });
});

const visit = (path: string, headers: Headers = browser, method = 'GET') =>
  send(server.serviceRoot, path, headers, method);

/** Where a link of the page at a path leads in a browser that reached it below some address. */
const followed = (path: string, link: string, base = 'https://bi.example.com/ct'): string =>
  new URL(link, `${base}${path}`).href;

test.each(['/', '/?utm=mail', '/odata', '/odata/', '/OData/'])(
  '%s leads a browser to the connect page, without credentials and behind any proxy',
  async (path) => {
    const { status, headers } = await visit(path);
    expect([status, headers['www-authenticate'], headers['cache-control']]).toEqual([302, undefined, 'no-store']);
    expect(headers.vary).toContain('Accept');
    expect(followed(path, headers.location ?? '')).toBe('https://bi.example.com/ct/connect/');
    expect((await visit(path, browser, 'HEAD')).status).toBe(302);
  },
);

test('a link begins with the public address where that is told, which may have been typed without its last slash', async () => {
  const told = await startFixture({ server: { wizardFolder, publicUrl: 'https://bi.example.com/ct' } });
  const behind = await startFixture({ server: { wizardFolder, trustProxy: ['loopback'] } });
  const forwarded = { 'X-Forwarded-Host': 'a.example', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Prefix': '/ct' };
  const byProxy = await send(behind.serviceRoot, '/', { ...browser, ...forwarded });
  const byStranger = await visit('/', { ...browser, ...forwarded });
  expect((await send(told.address, '/', browser)).headers.location).toBe('https://bi.example.com/ct/connect/');
  expect(byProxy.headers.location).toBe('https://a.example/ct/connect/');
  expect(byStranger.headers.location).toBe('./connect/');
  await Promise.all([told.close(), behind.close()]);
});

test.each([
  ['/odata/v3/', ['/odata/v4/']],
  ['/ODATA/V4/', ['/odata/v4/']],
  ['/v4/Jobs', ['/odata/v4/']],
  ['/odata/Jobs', ['/odata/v4/']],
  ['/$metadata', ['/odata/v4/']],
  ['/conect', ['/connect/']],
  ['/connect/nothing', []],
  ['/CONNECT', ['/connect/']],
  ['/healthz', ['/health']],
  ['/redy', ['/ready']],
  ['/some/where/else', []],
  ['/last-90-days/', ['/odata/v4/last-90-days/']],
  ['/odata/last-90-days/TimeEntries', ['/odata/v4/last-90-days/']],
  ['/v4/2025-Q3/only=People(UserName)', ['/odata/v4/2025-Q3/only=People(UserName)/']],
])('%s is no address, and the page leads on', async (path, meant) => {
  const { status, headers, text } = await visit(path);
  expect([status, headers['content-type'], headers['www-authenticate']]).toEqual([
    404,
    'text/html; charset=utf-8',
    undefined,
  ]);
  const links = Array.from(text.matchAll(/href="([^"]*)"/g), ([, link = '']) => followed(path, link));
  expect(links.toSorted()).toEqual(
    [...meant, '/connect/'].map((place) => `https://bi.example.com/ct${place}`).toSorted(),
  );
  expect(text).toContain(`<code>${server.serviceRoot}</code>`);
});

test('the service root without its last slash is the service root', async () => {
  expect((await visit('/odata/v4')).status).toBe(401);
});

test('a browser whose dialog is cancelled shows where to go; the challenge stays', async () => {
  for (const path of ['', 'People', "People('x')/Friends?$top=1"]) {
    const { status, headers, text } = await get(server.serviceRoot, path, browser);
    expect([status, headers['content-type'], headers['www-authenticate']]).toEqual([
      401,
      'text/html; charset=utf-8',
      'Basic realm="ClickTime", charset="UTF-8"',
    ]);
    expect([headers['odata-version'], headers['cache-control']]).toEqual(['4.0', 'no-store']);
    const [, link = ''] = /class="go" href="([^"]*)"/.exec(text) ?? [];
    expect(followed(`/odata/v4/${path}`, link)).toBe('https://bi.example.com/ct/connect/');
    expect(text).toContain("Sign in with user name 'clicktime' and your ClickTime API token as password.");
  }
});

test.each([
  ['last-90-days', 'last-90-days/'],
  ['last-90-days/only=People(UserName)/People', 'last-90-days/only=People(UserName)/'],
  ['last-90-day/', ''],
  ['only=People(/', ''],
  ['%3Cb%3E-x/', ''],
  [`only=People(${'UserName,'.repeat(300)}UserName)/`, ''],
])('the page of a cancelled dialog at %s names the root there', async (path, root) => {
  const { status, text } = await get(server.serviceRoot, path, browser);
  expect(status).toBe(401);
  expect(text).toContain(`<code>${server.serviceRoot}${root}</code>`);
});

test('a wrong token is told to eyes, too, and not repeated', async () => {
  const wrong = { ...browser, Authorization: `Basic ${Buffer.from('me@example.com:hunter2-<b>').toString('base64')}` };
  const { status, text } = await get(server.serviceRoot, 'People', wrong);
  expect([status, text]).toEqual([401, expect.stringContaining("The user name must be 'clicktime'")]);
  expect(text).not.toMatch(/hunter2|me@example/);
});

const programs: readonly (readonly [string, Headers])[] = [
  ['curl', { Accept: '*/*' }],
  ['a program that says nothing', {}],
  ['Power Query', { Accept: 'application/json;odata.metadata=minimal;q=1.0,application/atom+xml;q=0.5,*/*;q=0.1' }],
  ['a program that takes both alike', { Accept: 'text/html, application/json' }],
  ['a program that takes HTML if need be', { Accept: 'application/json, text/html;q=0.9' }],
  ['a program that refuses HTML', { Accept: 'text/html;q=0, */*;q=0' }],
];

test.each(programs)('%s gets the challenge and OData errors as ever', async (_, headers) => {
  for (const path of ['/', '/odata', '/odata/v4/', '/nothing', '/favicon']) {
    const answer = await visit(path, headers);
    expect([path, answer.status, answer.headers['content-type']]).toEqual([
      path,
      401,
      expect.stringContaining('application/json'),
    ]);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'MissingCredentials' } });
  }
});

test('who has signed in gets the directory, whatever they prefer', async () => {
  const answer = await visit('/', { ...browser, ...signedIn });
  expect(JSON.parse(answer.text)).toMatchObject({ serviceRoot: server.serviceRoot });
  expect((await visit('/nothing', { ...browser, ...signedIn })).headers['content-type']).toContain('application/json');
});

test('nothing is done but read', async () => {
  expect((await visit('/', browser, 'POST')).status).toBe(405);
  expect((await visit('/', browser, 'OPTIONS')).status).toBe(204);
});

test('what a path holds is text, and bounded', async () => {
  const hostile = await visit('/<script>alert(1)</script>"onload=x&');
  expect(hostile.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(hostile.text).not.toMatch(/<script|"onload/);
  const long = await visit(`/${'a/'.repeat(1_900)}`);
  expect([long.status, long.text.length < 20_000]).toEqual([404, true]);
  const empty = await visit('//evil.example/');
  expect([empty.status, empty.headers.location]).toEqual([401, undefined]);
});

test('the pages run nothing, and their one style is the one that is named', async () => {
  const { headers, text } = await visit('/nothing');
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /);
  expect(policy).not.toContain('unsafe');
  expect(text.match(/<style|style=|<script/g)).toEqual(['<style']);
});

test('the icon is everybody’s', async () => {
  const { status, headers, text } = await visit('/favicon.ico', {});
  expect([status, text, headers['cache-control']]).toEqual([200, 'icon', 'public, max-age=86400']);
  expect(headers['www-authenticate']).toBeUndefined();
});

test('where there is no connect page, browsers get what programs get', async () => {
  const plain = await startFixture();
  for (const path of ['/', '/odata/v4/', '/nothing']) {
    const { status, headers } = await send(plain.serviceRoot, path, browser);
    expect([status, headers['content-type']]).toEqual([401, expect.stringContaining('application/json')]);
  }
  await plain.close();
});

test('XML may have the styles that a browser shows it with; JSON may have nothing', async () => {
  const xml = await get(server.serviceRoot, '$metadata', { ...signedIn, ...browser });
  expect(xml.headers['content-type']).toBe('application/xml');
  expect(xml.headers['content-security-policy']).toContain("default-src 'none'; style-src 'unsafe-inline';");
  const held = { ...signedIn, 'If-None-Match': xml.headers.etag ?? '' };
  const unchanged = await get(server.serviceRoot, '$metadata', held);
  expect([unchanged.status, unchanged.headers['content-security-policy']]).toEqual([304, undefined]);
  const json = await get(server.serviceRoot, 'People');
  expect(json.headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
});
