/** Where links point to, by configuration, proxy and socket. Nothing a stranger sends may change it. */
import { expect, test } from 'vitest';
import { baseUrl, type BaseUrlSettings, type Connection, isAddressUntold } from '../../src/http/base-url.ts';

const connection = (headers: Connection['headers'], more: Partial<Connection> = {}): Connection => ({
  headers,
  encrypted: false,
  remoteAddress: '127.0.0.1',
  localAddress: '127.0.0.1',
  localPort: 8080,
  ...more,
});
const nobody: BaseUrlSettings = { trusts: () => false };
const loopback: BaseUrlSettings = { trusts: (address) => address === '127.0.0.1' };

test.each<readonly [string, Connection, BaseUrlSettings, string]>([
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
])('%s', (_, from, settings, expected) => {
  expect(baseUrl(from, settings)).toBe(expected);
});

test.each<readonly [string, Connection, BaseUrlSettings, boolean]>([
  ['nobody forwards anything', connection({ host: '127.0.0.1:8080' }), loopback, false],
  ['a scheme without a host', connection({ 'x-forwarded-proto': 'https' }), loopback, true],
  ['this address as the host', connection({ host: 'LOCALHOST:8080', 'x-forwarded-proto': 'https' }), loopback, true],
  [
    'the default port unwritten',
    connection({ host: '10.0.0.5', 'x-forwarded-proto': 'http' }, { localAddress: '10.0.0.5', localPort: 80 }),
    loopback,
    true,
  ],
  ['only who was in front', connection({ host: 'a.example', 'x-forwarded-for': '10.1.1.1' }), loopback, true],
  ['only in words nobody reads', connection({ host: 'a.example', forwarded: 'host=b.example' }), loopback, true],
  ['a scheme and the host', connection({ host: 'a.example', 'x-forwarded-proto': 'https' }), loopback, false],
  ['a forwarded host', connection({ 'x-forwarded-host': 'a.example' }), loopback, false],
  ['a stranger', connection({ 'x-forwarded-proto': 'https' }), nobody, false],
  [
    'a configured address',
    connection({ 'x-forwarded-proto': 'https' }),
    { ...loopback, publicUrl: 'https://a.example' },
    false,
  ],
])('whether a trusted proxy leaves open where people are: %s', (_, from, settings, expected) => {
  expect(isAddressUntold(from, settings)).toBe(expected);
});
