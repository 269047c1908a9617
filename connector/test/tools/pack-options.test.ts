/** What the packager takes, mends and refuses. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packOptions } from '../../tools/pack-options.ts';
import { readJson } from '../../tools/read-json.ts';

const definition = { vendor: { email: 'bi@company.com' } };
const options = (...args: readonly string[]) => packOptions(args, definition);

test.each([
  ['https://bi.company.com/odata/v4/', 'https://bi.company.com/odata/v4/', 0],
  ['https://bi.company.com', 'https://bi.company.com/odata/v4/', 1],
  ['bi.company.com', 'https://bi.company.com/odata/v4/', 1],
  ['bi.company.com:8443/ct/odata/v4', 'https://bi.company.com:8443/ct/odata/v4/', 1],
  ['https://bi.company.com/ct/OData/V4/TimeEntries', 'https://bi.company.com/ct/odata/v4/', 1],
  ['https://bi.company.com/odata/v4/$metadata', 'https://bi.company.com/odata/v4/', 1],
  ['localhost:8080', 'http://localhost:8080/odata/v4/', 1],
])('%s is packed as %s', (given, root, mended) => {
  const packed = options('--service-url', given);
  expect(packed?.address.root).toBe(root);
  expect(packed?.mended).toHaveLength(mended);
  expect(packed?.allowedOrigins).toEqual([new URL(root).origin]);
});

test.each([
  [['--service-url', 'https://bi.company.com/ct'], 'write https://bi.company.com/ct/odata/v4/'],
  [['--service-url', 'https://bi.company.com/odata/'], 'write https://bi.company.com/odata/v4/'],
  [['--service-url', 'https://bi.company.com/ct/connect/'], 'write https://bi.company.com/ct/odata/v4/'],
  [['--service-url', 'ftp://bi.company.com'], 'must begin with https://'],
  [['--service-url', 'https://'], 'has no host name'],
  [['--service-url', ''], 'is empty'],
  [['--service-url', 'https://me:secret@bi.company.com/'], 'neither user name nor password'],
  [['--service-url', 'https://clicktime.example.com/odata/v4/'], 'still an example (clicktime.example.com)'],
  [['--allow', '*.company.com'], '--allow takes an origin'],
  [['--allow', 'https://a.company.com/path'], '--allow takes an origin'],
  [['--support-email', 'nobody'], 'must be an e-mail address'],
  [['--service-url', 'bi.company.com', '--support-email', 'support@example.com'], 'still an example (example.com)'],
  [['--serivce-url', 'bi.company.com'], "Unknown option '--serivce-url'"],
  [['--service-url'], "Option '--service-url <value>' argument missing"],
  [['bi.company.com'], "Unexpected argument 'bi.company.com'"],
])('%j is refused with what to write', (args, told) => {
  expect(() => options(...args)).toThrow(told);
  expect(() => options(...args)).not.toThrow('secret@');
});

test('without options it packs for trying out, where an example support address does no harm', () => {
  expect(packOptions([], readJson('connector.json'))).toMatchObject({ obstacle: 'localAddress' });
  expect(() => packOptions(['--service-url', 'bi.company.com'], readJson('connector.json'))).toThrow('support address');
  expect(options('--support-email', ' a@b.org ')?.email).toBe('a@b.org');
});

test('origins are added once each, in lower case and without a slash', () => {
  const { allowedOrigins } =
    options(
      '--service-url',
      'bi.company.com',
      '--allow',
      'https://*.Company.com/',
      '--allow',
      'https://bi.company.com',
    ) ?? {};
  expect(allowedOrigins).toEqual(['https://bi.company.com', 'https://*.company.com']);
});

const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [tsx, fileURLToPath(new URL('../../tools/pack.ts', import.meta.url)), ...args], {
    encoding: 'utf8',
  });

test('--help and a mistake are told in words, by the exit code too', () => {
  const help = run('--help');
  expect([help.status, help.stderr, help.stdout]).toEqual([0, '', expect.stringMatching(/^Usage: npm run pack/)]);
  const wrong = run('--serviceurl=x');
  expect([wrong.status, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toMatch(/^Unknown option '--serviceurl'\.\n\nUsage:/);
  expect(wrong.stderr).not.toMatch(/\bat .*:\d+:\d+/);
});
