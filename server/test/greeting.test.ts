/** What the person who starts the server reads: where it is, and what to type where. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { greeting } from '../src/greeting.ts';
import { startProblem } from '../src/start-problem.ts';

const serviceRoot = 'http://127.0.0.1:8080/odata/v4/';

test('the demo names the address, the simulator and the tokens', () => {
  const text = greeting({
    serviceRoot,
    apiUrl: 'http://127.0.0.1:8081/v2',
    timeZone: 'UTC',
    demoTokens: ['demo-admin', 'demo-standard'],
  });
  expect(text).toMatch(/^OData service root: http:\/\/127\.0\.0\.1:8080\/odata\/v4\/$/m);
  expect(text).toContain('http://127.0.0.1:8081/v2');
  expect(text).toMatch(/embedded simulator/);
  expect(text).toContain('demo-standard');
});

test.each(['Tableau', 'Power BI', 'Excel'])('%s: the address, the user name and the token', (program) => {
  const text = greeting({
    serviceRoot,
    apiUrl: 'http://127.0.0.1:8081/v2',
    timeZone: 'UTC',
    demoTokens: ['demo-admin'],
  });
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${program}:`));
  const length = lines.slice(start + 1).findIndex((line) => !line.startsWith(' '));
  const part = lines.slice(start, start + 1 + length).join('\n');
  expect(part).toContain(serviceRoot);
  expect(part).toMatch(/user ?name: clicktime/i);
  expect(part).toContain('Password: demo-admin');
});

test('a demo that nobody asked for by name says first that its data are made up, and what to set', () => {
  const demo = { serviceRoot, apiUrl: 'http://127.0.0.1:8081/v2', timeZone: 'UTC', demoTokens: ['demo-admin'] };
  const [, first = '', second = ''] = greeting({ ...demo, unasked: true }).split('\n');
  expect(first).toMatch(/ALL DATA ARE MADE UP.*CLICKTIME_API_URL/);
  expect(second).toMatch(/https:\/\/api\.clicktime\.com\/v2.*simulator/);
  expect(greeting(demo)).not.toMatch(/MADE UP/);
});

test('before the real ClickTime nobody is offered a token', () => {
  const text = greeting({ serviceRoot, apiUrl: 'https://api.clicktime.com/v2', timeZone: 'Europe/Berlin' });
  expect(text).not.toMatch(/demo|simulator/);
  expect(text).toContain('Password: your ClickTime API token');
});

const listenError = (code: string): Error =>
  Object.assign(new Error(code), { code, syscall: 'listen', address: '127.0.0.1', port: 8080 });

test.each([
  ['EADDRINUSE', /Another program listens on 127\.0\.0\.1:8080/],
  ['EACCES', /may not listen on 127\.0\.0\.1:8080/],
  ['EADDRNOTAVAIL', /no address/],
  ['ENOTFOUND', /not known/],
  ['EWHATEVER', /does not let .* 127\.0\.0\.1:8080 \(EWHATEVER\)/],
])('%s is a sentence', (code, expected) => {
  expect(startProblem(listenError(code))).toMatch(expected);
});

test.each(['no-such-host.invalid', 'fe80::1', '203.0.113.7', 'a.b.c_d', '::ffff:1.2.3.4'])(
  'HOST=%s, which is nothing to listen on here, is a sentence',
  async (host) => {
    const server = createServer();
    const failed = once(server, 'error');
    server.listen(0, host);
    const [error]: unknown[] = await failed;
    expect(startProblem(error)).toMatch(/^[A-Z].*\bSet HOST\b.*\.$/);
  },
);

test('what is a fault of ours is not explained away', () => {
  expect(startProblem(new TypeError('x'))).toBeUndefined();
  expect(startProblem(Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'open' }))).toBeUndefined();
  expect(startProblem('x')).toBeUndefined();
});

test('it says where a period alone is, and in which time zone its days are counted', () => {
  const text = greeting({ serviceRoot, apiUrl: 'https://api.clicktime.com/v2', timeZone: 'Europe/Berlin' });
  expect(text).toMatch(/^Of a period alone: http:\/\/127\.0\.0\.1:8080\/odata\/v4\/last-90-days\/ .*Europe\/Berlin$/m);
});
