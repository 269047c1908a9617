/** What `--check` tells of an environment: each setting, what they come to, what may not have been meant; no secrets. */
import { expect, test } from 'vitest';
import { checked } from '../src/check-settings.ts';
import { readConfig, settings } from '../src/config.ts';

const check = (environment: Readonly<Record<string, string>>): string => checked(readConfig(environment));

const fit = {
  CLICKTIME_API_URL: 'https://api.clicktime.com/v2',
  PUBLIC_URL: 'https://bi.example.com',
  TRUST_PROXY: 'loopback, 10.0.0.0/8',
};

test('every setting has a line, and says whether it is the default', () => {
  const text = check({ PORT: '9000' });
  for (const name of Object.keys(settings)) expect(text).toContain(`\n  ${name}=`);
  expect(text).toMatch(/^ {2}PORT=9000$/m);
  expect(text).toMatch(/^ {2}PAGE_SIZE=5000 {2}\(default\)$/m);
  expect(text).toMatch(/^ {2}OWN_DATA_FALLBACK=off {2}\(default\)$/m);
  expect(text).toMatch(/^ {2}CLICKTIME_API_URL= {2}\(default\)$/m);
});

test('no secret is told', () => {
  const text = check({
    ...fit,
    REDIS_URL: 'redis://:pass-word@cache.example.com',
    REDIS_SECRET: 'pass-word of sixteen',
  });
  expect(text).not.toContain('pass-word');
  expect(text).toMatch(/^ {2}REDIS_URL=\[secret\]$/m);
  expect(text).toContain('at most 10 requests to ClickTime in 5 s, counted with all servers at that Redis.');
});

test('settings that go together are not asked about', () => {
  const text = check({ ...fit, REQUEST_MEMORY_MB: '64' });
  expect(text).not.toContain('Was that meant?');
  expect(text).toMatch(/^ {2}TRUST_PROXY=loopback, 10\.0\.0\.0\/8$/m);
  expect(text).toContain('links lead to https://bi.example.com/odata/v4/.');
  expect(text).toContain('Rows come from https://api.clicktime.com/v2.');
  expect(text).toContain('Answers in flight share 64 MB; 48 MB more may be remembered.');
});

test('where metrics are told', () => {
  expect(check({})).toContain('No metrics are told.');
  expect(check({ METRICS_PORT: '9464' })).toContain('reaches http://127.0.0.1:9464/metrics.');
});

test.each([
  [{ CLICKTIME_API_URL: '' }, 'made up by the embedded simulator'],
  [{ HOST: '0.0.0.0', PUBLIC_URL: '', TRUST_PROXY: '' }, 'set PUBLIC_URL'],
  [{ HOST: '::', PUBLIC_URL: 'http://bi.example.com' }, 'API tokens would travel unencrypted'],
  [{ CLICKTIME_API_URL: 'http://api.clicktime.com/v2' }, 'CLICKTIME_API_URL is not https'],
  [{ TRUST_PROXY: '' }, 'name it in TRUST_PROXY'],
  [{ REQUEST_TIMEOUT_MS: '30000' }, 'one slow answer of ClickTime makes a page fail'],
])('%j is asked about', (environment, question) => {
  expect(check({ ...fit, ...environment }).split('Was that meant?')[1]).toContain(question);
});
