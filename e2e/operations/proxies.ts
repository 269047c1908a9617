/**
 * nginx and Caddy as they are installed by Debian, with the configurations of `deploy/`: only the ports, the certificate
 * and the place of files are the test's. `scripts/install-commands.js` has said plainly which of them is not there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Certificate } from '../certificate.ts';
import { stopProcess } from '../fixtures.ts';
import { freePort } from '../../server/test/free-port.ts';

/** The name in the configurations. */
export const NAME = 'odata.example.com';

export interface Proxy {
  /** It listens for https on 127.0.0.1. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts one for `NAME` in front of an address such as `127.0.0.1:8080`, and resolves when it listens. */
export type StartProxy = (server: string, certificate: Certificate) => Promise<Proxy>;

export const hasNginx = spawnSync('nginx', ['-v']).status === 0;
export const hasCaddy = spawnSync('caddy', ['version']).status === 0;

export const startNginx: StartProxy = async (server, { key, certificate }) => {
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'nginx-')), await freePort()];
  const configuration = edited('nginx.conf', [
    ['server 127.0.0.1:8080;', `server ${server};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    [/ssl_certificate .*;/, `ssl_certificate ${certificate};`],
    [/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`],
  ]);
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/${of};`);
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log stderr warn; ${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1;
events { worker_connections 256; }
http { access_log off; ${places.join(' ')}
${configuration}}`,
  );
  return await run('nginx', ['-c', file, '-p', folder], { folder, port });
};

export const startCaddy: StartProxy = async (server, { key, certificate }) => {
  const [folder, port, httpPort] = [mkdtempSync(join(tmpdir(), 'caddy-')), await freePort(), await freePort()];
  const configuration = edited('Caddyfile', [
    [
      '{\n\tservers',
      `{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\thttps_port ${port}\n\thttp_port ${httpPort}\n\tservers`,
    ],
    ['{$DOMAIN} {\n', `{$DOMAIN} {\n\ttls ${certificate} ${key}\n`],
  ]);
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, configuration);
  const places = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, SSL_CERT_FILE: certificate };
  const env = { DOMAIN: NAME, SERVER: server, ...places };
  return await run('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], { folder, port, env });
};

interface Run {
  /** Removed when it has stopped. */
  readonly folder: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}

async function run(command: string, args: readonly string[], { folder, port, env = {} }: Run): Promise<Proxy> {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${command} stopped with ${child.exitCode}:\n${told}`);
    await setTimeout(50);
  }
  return {
    port,
    async stop() {
      await stopProcess(child);
      rmSync(folder, { recursive: true });
    },
  };
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** A file of `deploy/` with texts replaced, each of which it has to have. */
function edited(name: string, replacements: readonly (readonly [string | RegExp, string])[]): string {
  const text = readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
  return replacements.reduce((before, [what, by]) => {
    const after = before.replace(what, () => by);
    if (after === before) throw new Error(`${name} has no '${what}'.`);
    return after;
  }, text);
}
