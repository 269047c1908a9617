/** Whatever stands in a setting: the service is configured, or told in a sentence what is wrong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Config, ConfigError, readConfig, settings } from '../src/config.ts';
import { greeting } from '../src/greeting.ts';
import { trustedProxies } from '../src/http/trusted-proxies.ts';
import { isHost } from '../src/util/host.ts';

const pieces =
  'http:// https:// redis:// : / // \\ @ . .. - * , , % %00 ? # [ ] :: ::1 ::ffff: fe80:: 0 1 10.0.0.0 /8 /33 /0 /-1 255 1.2.3 0x7f 65536 1e9 9999999999999999 NaN Infinity true on off none simulator loopback localhost a.example x:0 odata v4 /odata/v4/ connect $metadata __proto__ constructor ü \u0000 \ud800 \u00a0 x'.split(
    ' ',
  );
const values = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer().map(String),
  fc.webUrl(),
  fc.oneof(fc.ipV4(), fc.ipV6()),
  fc.constantFrom('a', '1', ',', ':', '/', ' ').map((character) => character.repeat(100_000)),
);

/** Whether the start can make of a configuration what it does at once. */
function isOfUse({ TRUST_PROXY, PUBLIC_URL, HOST }: Config): boolean {
  trustedProxies(TRUST_PROXY)('203.0.113.7');
  const address = PUBLIC_URL ?? `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:1`;
  const isAddress = PUBLIC_URL === undefined || isHost(new URL(PUBLIC_URL).host);
  const page = greeting({ serviceRoot: `${address}/odata/v4/`, apiUrl: '', timeZone: 'UTC' });
  return isAddress && !address.includes('\\') && page.includes('/connect/');
}

/** The configuration, or the text of its refusal. */
function read(environment: Readonly<Record<string, string>>): Config | string {
  try {
    return readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test.each(Object.keys(settings))('%s', (name) => {
  const refusal = new RegExp(`^Invalid settings:\\n- ${name} must .{1,900}$`, 's');
  const { failed, counterexample } = fc.check(
    fc.property(values, (value) => {
      const outcome = read({ REDIS_SECRET: 'sixteen characters', [name]: value });
      if (typeof outcome === 'string') return refusal.test(outcome) && !/^ +at /m.test(outcome);
      return isOfUse(outcome);
    }),
    { numRuns: 300 },
  );
  expect([failed, counterexample]).toEqual([false, null]);
});
