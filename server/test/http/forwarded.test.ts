/** Where a request comes from: `X-Forwarded-For` counts as far as trusted proxies wrote it. */
import { expect, test } from 'vitest';
import { originOf } from '../../src/http/forwarded.ts';

const trusts = (address: string): boolean => /^(?:127\.|10\.|::1$)/.test(address);

test.each([
  ['no proxy', '203.0.113.7', undefined, '203.0.113.7', 0],
  ['a stranger who forwards', '203.0.113.7', '198.51.100.1', '203.0.113.7', 0],
  ['a proxy that tells nothing', '127.0.0.1', undefined, '127.0.0.1', 1],
  ['one proxy', '127.0.0.1', '203.0.113.7', '203.0.113.7', 1],
  ['one proxy, and what the client made up', '127.0.0.1', '10.0.0.1, 198.51.100.1, 203.0.113.7', '203.0.113.7', 1],
  ['two proxies', '127.0.0.1', '203.0.113.7, 10.0.0.2', '203.0.113.7', 2],
  ['three proxies', '127.0.0.1', '203.0.113.7,10.0.0.3,10.0.0.2', '203.0.113.7', 3],
  ['a client within the trusted network', '127.0.0.1', '10.0.0.9', '10.0.0.9', 1],
  ['the same behind two proxies', '127.0.0.1', '10.0.0.9, 10.0.0.2', '10.0.0.9', 2],
  ['an address with a port', '127.0.0.1', '203.0.113.7:51000', '203.0.113.7', 1],
  ['an IPv6 address', '::1', '2001:db8::5', '2001:db8::5', 1],
  ['an IPv6 address with a port', '::1', '[2001:db8::5]:51000', '2001:db8::5', 1],
  ['what is no address', '127.0.0.1', 'unknown', '127.0.0.1', 1],
  ['what is no address behind two proxies', '127.0.0.1', '_hidden, 10.0.0.2', '10.0.0.2', 2],
  ['an empty list', '127.0.0.1', '', '127.0.0.1', 1],
  ['a chain without end', '127.0.0.1', Array.from({ length: 5_000 }, () => '10.0.0.2').join(','), '10.0.0.2', 16],
])('%s', (_, remoteAddress, forwardedFor, address, proxies) => {
  expect(originOf({ headers: { 'x-forwarded-for': forwardedFor }, remoteAddress }, trusts)).toEqual({
    address,
    proxies,
  });
});
