/** Where links point to, by configuration, proxy and socket. Nothing a stranger sends may change it. */
import { expect, test } from 'vitest';
import { baseUrl, type BaseUrlSettings, type Connection, untoldAddress } from '../../src/http/base-url.ts';
import { originOf } from '../../src/http/forwarded.ts';

const connection = (headers: Connection['headers'], more: Partial<Connection> = {}): Connection => ({
  headers,
  encrypted: false,
  remoteAddress: '127.0.0.1',
  localAddress: '127.0.0.1',
  localPort: 8080,
  ...more,
});

interface Settings extends BaseUrlSettings {
  readonly trusts: (address: string) => boolean;
}

const nobody: Settings = { trusts: () => false };
const loopback: Settings = { trusts: (address) => address === '127.0.0.1' };
/** Proxies of the own network. */
const inside: Settings = { trusts: (address) => /^(?:127|10)\./.test(address) };
const behindTwo = { 'x-forwarded-for': '203.0.113.7, 10.0.0.2' };

test.each<readonly [string, Connection, Settings, string]>([
  [
    'the configured address before everything else',
    connection({ host: 'a', 'x-forwarded-host': 'b' }),
    { ...loopback, publicUrl: 'https://bi.example.com/ct' },
    'https://bi.example.com/ct',
  ],
  ['the socket', connection({ host: '127.0.0.1:8080' }), nobody, 'http://127.0.0.1:8080'],
  ['localhost is the same machine', connection({ host: 'LocalHost:8080' }), nobody, 'http://localhost:8080'],
  ['a forged host', connection({ host: 'evil.example' }), nobody, 'http://127.0.0.1:8080'],
  ['a forged port', connection({ host: 'localhost:9999' }), nobody, 'http://127.0.0.1:8080'],
  [
    'localhost for another address',
    connection({ host: 'localhost:8080' }, { localAddress: '10.0.0.5' }),
    nobody,
    'http://10.0.0.5:8080',
  ],
  ['no host at all', connection({}), nobody, 'http://127.0.0.1:8080'],
  ['an address in both families', connection({}, { localAddress: '::ffff:10.0.0.5' }), nobody, 'http://10.0.0.5:8080'],
  ['an IPv6 address', connection({}, { localAddress: '::1' }), nobody, 'http://[::1]:8080'],
  ['an encrypted socket', connection({}, { encrypted: true }), nobody, 'https://127.0.0.1:8080'],
  ['a proxy nobody trusts', connection({ 'x-forwarded-host': 'evil.example' }), nobody, 'http://127.0.0.1:8080'],
  [
    'a stranger where a proxy is trusted',
    connection({ 'x-forwarded-host': 'evil.example' }, { remoteAddress: '10.9.9.9' }),
    loopback,
    'http://127.0.0.1:8080',
  ],
  [
    'a trusted proxy',
    connection({ 'x-forwarded-host': 'bi.example.com', 'x-forwarded-proto': 'https' }),
    loopback,
    'https://bi.example.com',
  ],
  [
    'a trusted proxy on another port',
    connection({ 'x-forwarded-host': 'bi.example.com', 'x-forwarded-proto': 'https', 'x-forwarded-port': '8443' }),
    loopback,
    'https://bi.example.com:8443',
  ],
  [
    'the default port is not written',
    connection({ 'x-forwarded-host': 'bi.example.com', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' }),
    loopback,
    'https://bi.example.com',
  ],
  [
    'a port within the host counts',
    connection({ 'x-forwarded-host': 'bi.example.com:1', 'x-forwarded-port': '2' }),
    loopback,
    'http://bi.example.com:1',
  ],
  [
    'the proxy next to us, not what the client added',
    connection({ 'x-forwarded-host': 'evil.example, bi.example.com', 'x-forwarded-proto': 'http, https' }),
    loopback,
    'https://bi.example.com',
  ],
  [
    'a path in front',
    connection({ 'x-forwarded-host': 'bi.example.com', 'x-forwarded-prefix': '/clicktime/v1' }),
    loopback,
    'http://bi.example.com/clicktime/v1',
  ],
  [
    'a path in front, with a slash behind it',
    connection({ 'x-forwarded-host': 'bi.example.com', 'x-forwarded-prefix': '/clicktime/' }),
    loopback,
    'http://bi.example.com/clicktime',
  ],
  [
    'a trusted proxy that leaves the host people typed as it is',
    connection({ host: 'bi.example.com', 'x-forwarded-proto': 'https' }),
    loopback,
    'https://bi.example.com',
  ],
  [
    'with a port of its own',
    connection({ host: 'localhost:8443', 'x-forwarded-proto': 'https', 'x-forwarded-prefix': '/ct' }),
    loopback,
    'https://localhost:8443/ct',
  ],
  [
    'the forwarded host before the one that is sent',
    connection({ host: 'inner', 'x-forwarded-host': 'bi.example.com', 'x-forwarded-proto': 'https' }),
    loopback,
    'https://bi.example.com',
  ],
  [
    'a trusted proxy that forwards nothing about where it is',
    connection({ host: 'evil.example', 'x-forwarded-for': '10.1.1.1' }),
    loopback,
    'http://127.0.0.1:8080',
  ],
  [
    'a trusted proxy that sends this address as the host',
    connection({ host: '127.0.0.1:8080', 'x-forwarded-proto': 'https' }),
    loopback,
    'http://127.0.0.1:8080',
  ],
  [
    'a stranger who says what only a proxy may',
    connection({ host: 'evil.example', 'x-forwarded-proto': 'https' }, { remoteAddress: '10.9.9.9' }),
    loopback,
    'http://127.0.0.1:8080',
  ],
  [
    'a sent host that is none',
    connection({ host: 'a/b@c', 'x-forwarded-proto': 'https' }),
    loopback,
    'http://127.0.0.1:8080',
  ],
  ['a host that is none', connection({ 'x-forwarded-host': 'a/b@c' }), loopback, 'http://127.0.0.1:8080'],
  [
    'a path that is none',
    connection({ 'x-forwarded-host': 'bi.example.com', 'x-forwarded-prefix': '//evil.example/?' }),
    loopback,
    'http://bi.example.com',
  ],
  [
    'a scheme that is none',
    connection({ 'x-forwarded-host': 'a.example', 'x-forwarded-proto': 'gopher' }),
    loopback,
    'http://a.example',
  ],
  [
    'two trusted proxies: what the outer one tells',
    connection({ ...behindTwo, 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'bi.example.com, inner' }),
    inside,
    'https://bi.example.com',
  ],
  [
    'two trusted proxies: its port and path too',
    connection({
      ...behindTwo,
      'x-forwarded-proto': 'https, http',
      'x-forwarded-host': 'bi.example.com, inner',
      'x-forwarded-port': '8443, 80',
      'x-forwarded-prefix': '/ct, /inner',
    }),
    inside,
    'https://bi.example.com:8443/ct',
  ],
  [
    'two trusted proxies, and what the client made up',
    connection({
      'x-forwarded-for': '10.9.9.9, 203.0.113.7, 10.0.0.2',
      'x-forwarded-proto': 'gopher, https, http',
      'x-forwarded-host': 'evil.example, bi.example.com, inner',
    }),
    inside,
    'https://bi.example.com',
  ],
  [
    'two proxies of which one passes on what it was told',
    connection({ ...behindTwo, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'bi.example.com' }),
    inside,
    'https://bi.example.com',
  ],
  [
    'two proxies of which one leaves the host as it is',
    connection({ ...behindTwo, host: 'bi.example.com', 'x-forwarded-proto': 'https, http' }),
    inside,
    'https://bi.example.com',
  ],
  [
    'two proxies of which only the near one is trusted',
    connection({
      ...behindTwo,
      'x-forwarded-proto': 'https, http',
      'x-forwarded-host': 'evil.example, bi.example.com',
    }),
    loopback,
    'http://bi.example.com',
  ],
  ...[
    'a b',
    'x/y',
    'x@y',
    'x:0',
    'x:65536',
    'x:',
    '-x',
    '[::1',
    '[1::2::3]',
    '999.1.1.1',
    'a'.repeat(300),
    '',
    'x?y',
    'x#y',
    'x%2fy',
  ].map((host): readonly [string, Connection, Settings, string] => [
    `what is no host: ${host.slice(0, 20)}`,
    connection({ 'x-forwarded-host': host, 'x-forwarded-proto': 'https' }),
    loopback,
    'http://127.0.0.1:8080',
  ]),
  ...['my_host', 'bi.example.com.', '[2001:db8::1]:8443', '10.0.0.9:65535', 'BI.example.com'].map(
    (host): readonly [string, Connection, Settings, string] => [
      `what is one: ${host}`,
      connection({ 'x-forwarded-host': host, 'x-forwarded-proto': 'https' }),
      loopback,
      `https://${host}`,
    ],
  ),
  ...['0', '65536', 'x', '-1', '8443:1'].map((port): readonly [string, Connection, Settings, string] => [
    `a port that is none: ${port}`,
    connection({ 'x-forwarded-host': 'a.example', 'x-forwarded-port': port }),
    loopback,
    'http://a.example',
  ]),
])('%s', (_, from, settings, expected) => {
  expect(baseUrl(from, originOf(from, settings.trusts), settings)).toBe(expected);
});

test.each<readonly [string, Connection, Settings, string | undefined]>([
  ['nobody forwards anything', connection({ host: '127.0.0.1:8080' }), loopback, undefined],
  ['a scheme without a host', connection({ 'x-forwarded-proto': 'https' }), loopback, 'Nothing'],
  [
    'this address as the host',
    connection({ host: 'LOCALHOST:8080', 'x-forwarded-proto': 'https' }),
    loopback,
    'Nothing',
  ],
  [
    'the default port unwritten',
    connection({ host: '10.0.0.5', 'x-forwarded-proto': 'http' }, { localAddress: '10.0.0.5', localPort: 80 }),
    loopback,
    'Nothing',
  ],
  ['only who was in front', connection({ host: 'a.example', 'x-forwarded-for': '10.1.1.1' }), loopback, 'Nothing'],
  ['only in words nobody reads', connection({ host: 'a.example', forwarded: 'host=b.example' }), loopback, 'Nothing'],
  ['a scheme and the host', connection({ host: 'a.example', 'x-forwarded-proto': 'https' }), loopback, undefined],
  ['a forwarded host', connection({ 'x-forwarded-host': 'a.example' }), loopback, undefined],
  ['a proxy that nobody named', connection({ 'x-forwarded-proto': 'https' }), nobody, 'Untrusted'],
  ['one that tells an address alone', connection({ 'x-forwarded-for': '203.0.113.7' }), nobody, 'Untrusted'],
  ['nobody in front', connection({ host: 'a.example' }), nobody, undefined],
  [
    'a proxy that nobody named, beside a configured address',
    connection({ 'x-forwarded-proto': 'https' }),
    { ...nobody, publicUrl: 'https://a.example' },
    undefined,
  ],
  [
    'a configured address',
    connection({ 'x-forwarded-proto': 'https' }),
    { ...loopback, publicUrl: 'https://a.example' },
    undefined,
  ],
  ['a forwarded host that is none', connection({ 'x-forwarded-host': 'a b' }), loopback, 'NoHost'],
])('whether a proxy leaves open where people are: %s', (_, from, settings, expected) => {
  expect(untoldAddress(from, originOf(from, settings.trusts), settings)).toBe(expected);
});
