/** Headers that every answer has, whoever in the server makes it. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secureHeaders } from '../../src/http/headers.ts';
import { type Fixture, startFixture } from './fixture.ts';

const wizardFolder = mkdtempSync(join(tmpdir(), 'connect-'));
const published = (publicUrl?: string): Promise<Fixture> => startFixture({ server: { wizardFolder, publicUrl } });

let secure: Fixture;
let plain: Fixture;

beforeAll(async () => {
  writeFileSync(join(wizardFolder, 'index.html'), '<!doctype html><title>Wizard</title>');
  symlinkSync('loop', join(wizardFolder, 'loop'));
  [secure, plain] = [await published('https://bi.example.com/ct'), await published()];
});

afterAll(async () => {
  await Promise.all([secure.close(), plain.close()]);
  rmSync(wizardFolder, { recursive: true });
});

/** The head of the last answer on a connection. */
async function headOf({ address }: Fixture, text: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  socket.write(text);
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'close');
  return answer.match(/HTTP\/1\.1 \d{3} [^]*?\r\n\r\n/g)?.at(-1) ?? '';
}

const token = 'Authorization: Token any\r\n';
const request = (line: string, headers = token): string =>
  `${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`;

/** So many that the last one, whatever it is, is one too many. */
const pipelined = (count: number): string =>
  `${`GET /odata/v4/ HTTP/1.1\r\nHost: a\r\n${token}\r\n`.repeat(count)}${request('GET /odata/v4/')}`;

const answers: readonly (readonly [status: number, request: string])[] = [
  [200, request('GET /odata/v4/People')],
  [200, request('GET /odata/v4/$metadata', `${token}Accept-Encoding: gzip\r\n`)],
  [200, request('HEAD /odata/v4/')],
  [200, request('GET /health')],
  [200, request('GET /connect/')],
  [200, request('GET /connect/', 'Range: bytes=99999-\r\n')],
  [200, request('GET /connect/', 'If-Match: "x"\r\n')],
  [304, request('GET /connect/', 'If-None-Match: *\r\n')],
  [302, request('GET /connect')],
  [400, request('GET /connect//')],
  [500, request('GET /connect/loop')],
  [404, request('GET /connect/%')],
  [404, request('GET /connect/%00')],
  [405, request('POST /connect/')],
  [404, request('GET /health/x')],
  [401, request('GET /health/%', '')],
  [200, request('GET /')],
  [200, 'GET /odata/v4/ HTTP/1.0\r\nAuthorization: Token any\r\n\r\n'],
  [429, pipelined(16)],
  [429, pipelined(40)],
  [204, request('OPTIONS /odata/v4/People')],
  [400, request("GET /odata/v4/People?$filter=a'b")],
  [401, request('GET /odata/v4/People', '')],
  [404, request('GET /odata/v4/Nothing')],
  [404, request('GET /connect/nothing.js')],
  [405, request('POST /odata/v4/People')],
  [406, request('GET /odata/v4/People', `${token}Accept: image/png\r\n`)],
  [417, request('GET /odata/v4/People', `${token}Expect: tea\r\n`)],
  [400, `GET /odata/v4/People HTTP/1.1\r\n${token}\r\n`],
  [400, 'GET /odata/v4/People x HTTP/1.1\r\n\r\n'],
  [400, 'no request at all\r\n\r\n'],
  [405, 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'],
  [431, request('GET /odata/v4/People', `X: ${'x'.repeat(40_000)}\r\n`)],
];

test.each(answers)(
  '%i: asked by https once, a browser never asks by http; errors say their language',
  async (status, text) => {
    const head = await headOf(secure, text);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/^Content-Security-Policy: default-src 'none'; /m);
    expect(head).toContain("frame-ancestors 'none'");
    expect(head).toMatch(/^Referrer-Policy: no-referrer$/m);
    expect(head).toMatch(/^X-Content-Type-Options: nosniff$/m);
    expect(head.match(/^(?:Content-Security|Referrer|X-Content-Type|Strict-Transport)/gim)).toHaveLength(4);
    // Of this host alone, and not for ever.
    expect(head).toMatch(/^Strict-Transport-Security: max-age=15552000$/m);
    expect(/^Content-Language: en$/m.test(head)).toBe(status >= 400);
    expect(await headOf(plain, text)).not.toMatch(/Strict-Transport-Security/i);
  },
);

test.each([
  ['https://bi.example.com', true],
  ['HTTPS://bi.example.com', true],
  ['http://bi.example.com', false],
  ['http://https.example.com', false],
  [undefined, false],
])('the address people type is %s', (publicUrl, isSecure) => {
  expect('Strict-Transport-Security' in secureHeaders(publicUrl)).toBe(isSecure);
});
