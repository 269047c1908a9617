/** A client that finds a name where a test's proxy listens, as if a name server said so. */
import { readFileSync } from 'node:fs';
import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import type { Certificate } from '../certificate.ts';

interface ClientOptions {
  readonly certificate: Certificate;
  /** Where every https URL leads to, whatever its host and port. */
  readonly port: number;
  /** The client's own address, one of 127.0.0.0/8. */
  readonly address?: string;
}

export interface Client {
  /** One GET; the body is the caller's to read. */
  readonly get: (url: string | URL, headers?: Readonly<Record<string, string>>) => Promise<Dispatcher.ResponseData>;
  readonly close: () => Promise<void>;
}

/** It trusts the one certificate, and fails where that does not name the URL's host. */
export function client({ certificate, port, address = '127.0.0.1' }: ClientOptions): Client {
  const connect = buildConnector({ ca: readFileSync(certificate.certificate) });
  const dispatcher = new Agent({
    headersTimeout: 200_000,
    connect: (options, callback) => {
      if (options.protocol !== 'https:') throw new Error(`A link leads to ${options.protocol}//${options.host}.`);
      const servername = options.hostname;
      connect({ ...options, hostname: '127.0.0.1', port: String(port), servername, localAddress: address }, callback);
    },
  });
  return {
    get: (url, headers = {}) => request(url, { dispatcher, headers }),
    close: () => dispatcher.destroy(),
  };
}
