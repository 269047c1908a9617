/**
 * docs/install.md, followed step by step with its own lines, and with the unit's and nginx's files as they are; only
 * folders, ports, the certificate and ClickTime are the test's. What would need a running systemd is run without it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasOpenssl, makeCertificate } from '../certificate.ts';
import { expect, stopProcess, test } from '../fixtures.ts';
import { startSimulator } from '../../server/simulator/simulator.ts';
import { freePort } from '../../server/test/free-port.ts';
import { offline, pack, REPOSITORY } from './packed.ts';
import { hasNginx, NAME, startNginx } from './proxies.ts';

test.skip(!hasOpenssl || !hasNginx, 'There is no openssl, or no nginx, on the PATH.');

const page = readFileSync(join(REPOSITORY, 'docs/install.md'), 'utf8').split(/^## /m)[1] ?? '';
const unit = readFileSync(join(REPOSITORY, 'deploy/clicktime-odata.service'), 'utf8');

/** The lines of the page's examples. */
const [commands = [], settings = []] = [...page.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, text = '']) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim()),
);

const inUnit = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

test('step by step, it is installed and answers behind nginx', async () => {
  const base = mkdtempSync(join(tmpdir(), 'clicktime-odata-page-'));
  const simulator = await startSimulator({ port: 0, users: 9, timeEntries: 100 });
  const certificate = makeCertificate(NAME);
  const place = (text: string): string =>
    text
      .replaceAll('/opt/', `${base}/opt/`)
      .replaceAll('/path/to/', `${base}/`)
      .replaceAll('/usr/bin/node', process.execPath);
  const sh = (line: string, env: Readonly<Record<string, string>>, cwd = base): string =>
    execFileSync('sh', ['-e', '-c', place(line)], { cwd, env, encoding: 'utf8' });
  try {
    const [packing = '', installing = ''] = commands;
    expect(packing).toBe('npm ci && npm pack');
    expect(installing).toContain(`/${pack(base)}`);
    const npm = { ...offline, npm_config_cache: join(base, 'cache') };
    sh(installing, npm);

    const port = String(await freePort());
    const given = Object.fromEntries(settings.map((line) => line.split('=', 2) as [string, string]));
    expect(given).toEqual({
      CLICKTIME_API_URL: 'https://api.clicktime.com/v2',
      PUBLIC_URL: `https://${NAME}`,
      TRUST_PROXY: 'loopback',
    });
    expect(page).toContain(inUnit('EnvironmentFile'));
    const env = { ...given, CLICKTIME_API_URL: simulator.url, PORT: port };
    const folder = place(inUnit('WorkingDirectory'));
    expect(sh(inUnit('ExecStartPre'), env, folder)).toContain(`PUBLIC_URL=https://${NAME}\n`);

    const [node = '', ...args] = place(inUnit('ExecStart')).split(' ');
    const server = spawn(node, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
    const proxy = await startNginx(`127.0.0.1:${port}`, certificate);
    try {
      await new Promise((resolve) => server.stdout.once('data', resolve));
      const [curl = ''] = /curl https:\S+\/ready/.exec(page) ?? [];
      const asked = `${curl} --silent --cacert ${certificate.certificate} --connect-to ${NAME}:443:127.0.0.1:${proxy.port}`;
      expect(JSON.parse(sh(asked, offline))).toMatchObject({ status: 'ready' });
    } finally {
      await proxy.stop();
      await stopProcess(server);
    }
  } finally {
    certificate.remove();
    await simulator.close();
    rmSync(base, { recursive: true });
  }
});
