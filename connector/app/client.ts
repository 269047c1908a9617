/** The few questions the wizard asks the service. Each answers with a value or with a failure, and never throws. */
import type { Catalog } from '../shared/catalog.ts';
import { ConnectorError } from '../shared/connector-error.ts';
import { isObject, memberOf, type JsonObject } from '../shared/json-object.ts';
import { metadataUrl } from '../shared/odata-url.ts';
import { readCsdl } from '../shared/read-csdl.ts';
import { failureOfAnswer, type Failure, type FailureKind, type Outcome } from './failure.ts';
import { HostError, type Host } from './host.ts';

export type Row = JsonObject;

export interface Connection {
  readonly host: Host;
  /** Service root with a trailing slash. */
  readonly root: string;
  readonly token: string;
}

/** What the service offers. */
export function fetchCatalog(connection: Connection): Promise<Outcome<Catalog>> {
  return ask(connection, metadataUrl(connection.root), (body) => readCsdl(JSON.parse(body)));
}

/** How many rows there are; `url` is a `/$count` address. */
export function fetchCount(connection: Connection, url: string): Promise<Outcome<number>> {
  return ask(connection, url, (body) => {
    if (!/^\s*\d+\s*$/.test(body)) throw new Error('The service did not answer with a number.');
    return Number(body);
  });
}

/** The rows of one page. */
export function fetchRows(connection: Connection, url: string): Promise<Outcome<readonly Row[]>> {
  return ask(connection, url, (body) => {
    const rows = memberOf(JSON.parse(body), 'value');
    if (!Array.isArray(rows) || !rows.every(isObject)) throw new Error('The service did not answer with rows.');
    return rows;
  });
}

const KIND_OF_HOST_ERROR: Readonly<Record<HostError['kind'], FailureKind>> = {
  unreachable: 'unreachable',
  certificate: 'certificate',
  addressRefused: 'addressRefused',
  notPermitted: 'addressNotAllowed',
};

async function ask<Value>(
  { host, token }: Connection,
  url: string,
  read: (body: string) => Value,
): Promise<Outcome<Value>> {
  try {
    const { status, body } = await host.get(url, { Accept: '*/*', Authorization: `Token ${token}` });
    if (status < 200 || status > 299) return { ok: false, failure: failureOfAnswer(status, body) };
    return { ok: true, value: read(body) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof HostError) return { kind: KIND_OF_HOST_ERROR[error.kind], detail: error.message };
  const detail = error instanceof Error ? error.message : String(error);
  return { kind: 'notOData', detail: error instanceof ConnectorError ? detail.replace(/ \(\w+\)$/, '') : detail };
}
