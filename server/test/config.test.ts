/** The environment as configuration: defaults, every problem at once, nothing guessed. */
import { expect, test } from 'vitest';
import { ConfigError, readConfig, type SettingName, settings, settingsTable } from '../src/config.ts';

test('without any settings the demo runs', () => {
  expect(readConfig({})).toEqual({
    HOST: '127.0.0.1',
    PORT: 8080,
    PUBLIC_URL: undefined,
    TRUST_PROXY: [],
    TIME_ZONE: 'UTC',
    CLICKTIME_API_URL: undefined,
    SIMULATOR_PORT: 8081,
    OWN_DATA_FALLBACK: false,
    CUSTOM_FIELD_COLUMNS: true,
    CUSTOM_FIELD_NAMES: [],
    PAGE_SIZE: 5000,
    PAGE_TIME_BUDGET_MS: 10_000,
    REQUEST_TIMEOUT_MS: 110_000,
    REQUEST_CPU_MS: 10_000,
    REQUEST_MEMORY_MB: undefined,
    UPSTREAM_TIMEOUT_MS: 30_000,
    UPSTREAM_REQUESTS: 10,
    UPSTREAM_WINDOW_SECONDS: 5,
    REDIS_URL: undefined,
    REDIS_SECRET: undefined,
    UPSTREAM_CACHE_SECONDS: 60,
    UPSTREAM_CACHE_MB: 16,
    ANSWER_CACHE_SECONDS: 10,
    ANSWER_CACHE_MB: 32,
    MAX_URL_LENGTH: 32_768,
    MAX_SORT_ROWS: 200_000,
    MAX_EXPANDED_ROWS: 100_000,
    MAX_GROUPS: 100_000,
    METRICS_PORT: undefined,
    LOG_LEVEL: 'info',
  });
});

test.each([
  ['PORT', ' 0 ', 0],
  ['PORT', '', 8080],
  ['PUBLIC_URL', 'https://bi.example.com/ct/', 'https://bi.example.com/ct'],
  ['PUBLIC_URL', 'https://bi.example.com/odata/v4/', 'https://bi.example.com'],
  ['PUBLIC_URL', 'https://bi.example.com/ct/odata/v4', 'https://bi.example.com/ct'],
  ['PUBLIC_URL', 'https://bi.example.com/OData/V4/$metadata', 'https://bi.example.com'],
  ['PUBLIC_URL', 'https://bi.example.com/odata/v4x', 'https://bi.example.com/odata/v4x'],
  ['PUBLIC_URL', 'HTTPS://BI.example.com/ct', 'https://bi.example.com/ct'],
  ['PUBLIC_URL', "https://bi.example.com/ct/odata/v4/Jobs('a')/Client", 'https://bi.example.com/ct'],
  ['PUBLIC_URL', 'https://bi.example.com/odata/odata/v4/', 'https://bi.example.com/odata'],
  ['PUBLIC_URL', 'https://bi.example.com/odata/clicktime', 'https://bi.example.com/odata/clicktime'],
  ['PUBLIC_URL', 'https://bücher.example', 'https://xn--bcher-kva.example'],
  ['PUBLIC_URL', 'http://[2001:db8::1]:8080', 'http://[2001:db8::1]:8080'],
  ['PUBLIC_URL', 'http://my_host', 'http://my_host'],
  ['PUBLIC_URL', 'https://bi.example.com:8443//', 'https://bi.example.com:8443'],
  ['TRUST_PROXY', 'loopback, 10.0.0.0/8,::1', ['loopback', '10.0.0.0/8', '::1']],
  ['TRUST_PROXY', 'LOOPBACK, UniqueLocal', ['loopback', 'uniquelocal']],
  ['CLICKTIME_API_URL', 'https://api.clicktime.com/v2', 'https://api.clicktime.com/v2'],
  ['CLICKTIME_API_URL', 'simulator', 'simulator'],
  ['LOG_LEVEL', 'silent', 'silent'],
  ['HOST', '::', '::'],
  ['OWN_DATA_FALLBACK', 'on', true],
  ['CUSTOM_FIELD_COLUMNS', 'off', false],
  ['CUSTOM_FIELD_NAMES', 'Jobs/a=CF_A:String', ['Jobs/a=CF_A:String']],
  ['OWN_DATA_FALLBACK', 'off', false],
  ['TIME_ZONE', 'Europe/Berlin', 'Europe/Berlin'],
  ['TIME_ZONE', 'america/los_angeles', 'America/Los_Angeles'],
  // Whoever gives the address of a root with a period means the server.
  ['PUBLIC_URL', 'https://bi.example.com/ct/odata/v4/last-90-days/', 'https://bi.example.com/ct'],
  ['PUBLIC_URL', 'https://bi.example.com/odata/v4/only=Jobs(Name)', 'https://bi.example.com'],
] as const)('%s=%s', (name, text, expected) => {
  expect(readConfig({ [name]: text })[name]).toEqual(expected);
});

const refused: readonly (readonly [SettingName, string])[] = [
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['PAGE_SIZE', '0'],
  ['PAGE_SIZE', 'many'],
  ['PAGE_SIZE', '1e3'],
  ['PUBLIC_URL', 'bi.example.com'],
  ['PUBLIC_URL', 'ftp://bi.example.com'],
  ['PUBLIC_URL', 'https://a b'],
  ['PUBLIC_URL', 'https://bi.example.com:99999'],
  ['PUBLIC_URL', 'https://bi.example.com/?x'],
  ['PUBLIC_URL', 'https:///'],
  ['PUBLIC_URL', 'https://u:p@bi.example.com'],
  ...[
    'https://.',
    'https://..',
    'https://*',
    'https://a..b',
    'https://-a',
    'https://a-.example',
    'https://x.example:0',
    'https://x.example:',
    'https:x.example',
    'https:/x.example',
    'https:///x.example',
    'https://1.2.3',
    'https://1',
    'https://0x7f.1',
    'https://999.1.1.1',
    'https://%61.example',
    'https://https://x.example',
    'https://x.example\\odata',
    'https:\\\\x.example',
    'https://x.example/a b',
    'https://x.ex\tample',
    'http://0.0.0.0:8080',
    'http://[::]:8080',
    'http://[::ffff:0.0.0.0]',
    'http://239.1.1.1',
    'http://255.255.255.255',
    'http://[ff02::1]',
  ].flatMap((text): (readonly [SettingName, string])[] => [
    ['PUBLIC_URL', text],
    ['CLICKTIME_API_URL', text],
  ]),
  ...[
    'odata',
    'odata/',
    'OData//',
    'v4',
    'v4/$metadata',
    'odata/$metadata',
    'connect/',
    'connect/index.html',
    'health',
    'ready',
  ].map((tail) => ['PUBLIC_URL', `https://x.example/ct/${tail}`] as const),
  ['CLICKTIME_API_URL', 'https://api.clicktime.com/v2?x=1'],
  ['CLICKTIME_API_URL', 'real'],
  ['TRUST_PROXY', 'everybody'],
  ['TRUST_PROXY', 'true'],
  ['LOG_LEVEL', 'loud'],
  ['HOST', 'a b'],
  ['HOST', '[::1]'],
  ['HOST', 'localhost:8080'],
  ['HOST', '1.2.3'],
  ['HOST', 'fe80::1%eth0'],
  ['HOST', '*'],
  ['OWN_DATA_FALLBACK', 'yes'],
  ['CUSTOM_FIELD_COLUMNS', 'yes'],
  ['CUSTOM_FIELD_NAMES', 'a=CF_A'],
  ['CUSTOM_FIELD_NAMES', 'Timesheets/a=CF_A'],
  ['CUSTOM_FIELD_NAMES', 'Jobs/a=CF_A,Jobs/b=CF_a'],
  ...['Berlin', 'Europe/Berln', 'CET+1', '+01:00', 'Mars/Olympus', 'Europe/Berlin '.repeat(100)].map(
    (zone) => ['TIME_ZONE', zone] as const,
  ),
];

test.each(refused)('%s=%s is refused by name', (name, text) => {
  expect(() => readConfig({ [name]: text })).toThrow(
    expect.objectContaining({ name: 'ConfigError', message: expect.stringMatching(new RegExp(`- ${name} must`)) }),
  );
});

test.each([
  ['https://x.example/odata', 'https://x.example/odata/v4/', 'https://x.example/odata/odata/v4/'],
  ['https://x.example/ct/v4/', 'https://x.example/ct/odata/v4/', 'https://x.example/ct/v4/odata/v4/'],
  ['https://x.example/connect/', 'https://x.example/odata/v4/', 'https://x.example/connect/odata/v4/'],
])('PUBLIC_URL=%s: both forms that may be meant are told, and accepted', (text, without, within) => {
  expect(() => readConfig({ PUBLIC_URL: text })).toThrow(`write ${without}, or`);
  expect(() => readConfig({ PUBLIC_URL: text })).toThrow(`, ${within}; it is`);
  for (const form of [without, within]) expect(`${readConfig({ PUBLIC_URL: form }).PUBLIC_URL}/odata/v4/`).toBe(form);
});

test.each([
  ['1', /write loopback for a proxy on this machine/],
  ['true', /write loopback for a proxy on this machine/],
  ['*', /write loopback for a proxy on this machine/],
  ['0.0.0.0/0', /write loopback for a proxy on this machine/],
  ['off', /leave it unset/],
  ['localhost', /for 'localhost' write loopback/],
  ['127.0.0.1, proxy.example.com', /'proxy.example.com' is a name, and names are not looked up/],
  ['10.0.0.0/33', /a number of bits, from 1 to 32/],
  ['2001:db8::/129', /a number of bits, from 1 to 128/],
  ['::ffff:10.0.0.0/8', /a number of bits/],
  ['10.0.0.', /'10.0.0.' is no address/],
  ['10.1', /'10.1' is no address/],
  ['10.0.0.0/8/8', /a number of bits/],
])('TRUST_PROXY=%s is told what to write', (text, advice) => {
  expect(() => readConfig({ TRUST_PROXY: text })).toThrow(advice);
});

test('one message names every bad value', () => {
  const read = (): unknown => readConfig({ PORT: 'x', PAGE_SIZE: '0', LOG_LEVEL: 'loud', HOST: '127.0.0.1' });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/- PORT .*'x'\n- PAGE_SIZE .*'0'\n- LOG_LEVEL .*'loud'$/);
});

test('a configuration does not change', () => {
  expect(Object.isFrozen(readConfig({}))).toBe(true);
});

test('the table for the README has a row for each setting', () => {
  const lines = settingsTable().split('\n');
  expect(lines.slice(2).map((line) => /`(\w+)`/.exec(line)?.[1])).toEqual(Object.keys(settings));
});

test.each([
  ['redis://:pass-word@cache.example.com:6380/1', 'a secret of all the servers'],
  ['rediss://user:pass-word@cache.example.com', 'a secret of all the servers'],
])('%s is a Redis, and its password stays secret', (REDIS_URL, REDIS_SECRET) => {
  const config = readConfig({ REDIS_URL, REDIS_SECRET });
  expect([config.REDIS_URL?.reveal(), config.REDIS_SECRET?.reveal()]).toEqual([REDIS_URL, REDIS_SECRET]);
  expect(JSON.stringify(config)).not.toContain('pass-word');
});

test.each([
  [{ REDIS_URL: 'http://:pass-word@cache.example.com', REDIS_SECRET: 'a secret of all the servers' }, /REDIS_URL must/],
  [{ REDIS_URL: 'redis://cache.example.com?pass-word' }, /REDIS_URL must/],
  [{ REDIS_URL: 'redis://cache.example.com' }, /REDIS_SECRET must be set/],
  [{ REDIS_SECRET: 'pass-word' }, /REDIS_SECRET must have/],
])('%j is refused without showing it', (environment, message) => {
  expect(() => readConfig(environment)).toThrow(message);
  expect(() => readConfig(environment)).not.toThrow(/pass-word/);
});

test.each([
  ['Europe/Berln', "Did you mean 'Europe/Berlin'"],
  ['Berlin', "Did you mean 'Europe/Berlin'"],
  ['New York', "Did you mean 'America/New_York'"],
  ['+01:00', 'such as Europe/Berlin'],
])('TIME_ZONE=%s: %s', (zone, words) => {
  expect(() => readConfig({ TIME_ZONE: zone })).toThrow(words);
});
