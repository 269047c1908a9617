/** What a deployment puts before the service: https under a name, with a certificate of an authority of its own. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../certificate.ts';

export interface HttpsFront {
  /** `https://<name>:<port>`. */
  readonly origin: string;
  /** File of the certificate to trust. */
  readonly certificate: string;
  close(): void;
}

/** Forwards https requests for `name` to a server on this machine and tells it where they came in. */
export async function startHttpsFront(name: string, target: string): Promise<HttpsFront> {
  const { key, certificate, remove } = makeCertificate(name);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': incoming.headers.host,
    };
    const forwarded = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://${name}:${port}`,
    certificate,
    close() {
      server.closeAllConnections();
      server.close();
      remove();
    },
  };
}
