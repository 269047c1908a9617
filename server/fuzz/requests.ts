/** Requests as they go over the wire. */
import type { EdmModel } from '../src/model/edm.ts';
import { hostileExpressions, queryString } from './expressions.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';
import { seedTargets } from './seeds.ts';

export interface FuzzRequest {
  readonly method: string;
  /** Path and query as they go over the wire. */
  readonly target: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** One text, as bytes of Latin-1. */
  readonly wire: string;
  /** Whether HTTP says where it ends, so that others may follow on the same connection. */
  readonly framed: boolean;
}

/** `Name: value` lines that are right, and may be changed. */
const headerLines = [
  'Accept: application/json;odata.metadata=none, text/html;q=0.5, */*;q=0.1',
  'Accept: application/xml',
  'Accept-Encoding: gzip, br;q=0.5',
  'Prefer: odata.maxpagesize=2, omit-values=nulls, explain',
  'OData-MaxVersion: 4.01',
  'OData-Version: 4.0',
  'OData-Isolation: snapshot',
  'If-None-Match: W/"abc", "def", *',
  'X-Forwarded-Host: example.com',
  'X-Forwarded-For: 10.0.0.1, 10.0.0.2:80, [::1]:5',
  'Cache-Control: no-cache',
  'Origin: https://example.com',
  'Access-Control-Request-Headers: x-a, authorization',
  'Content-Type: multipart/mixed;boundary=batch_1',
  'Range: bytes=0-1',
  'Expect: 100-continue',
  'Cookie: a=b',
  'Content-Length: 0',
];

const methods = ['HEAD', 'OPTIONS', 'POST', 'PATCH', 'DELETE', 'PUT', 'TRACE', 'BREW'];

const batchBody = '--b\r\nContent-Type: application/http\r\n\r\nGET Jobs HTTP/1.1\r\n\r\n--b--\r\n';

export interface Generator {
  next(): FuzzRequest;
}

/** Requests below `root`, such as `/odata/v4/`, with an `Authorization` header that is good. */
export function createGenerator(model: EdmModel, root: string, authorization: string, random: Random): Generator {
  const seeds = seedTargets(model).map(encoded);
  const targetText = (): string => {
    const choice = random.upTo(10);
    if (choice === 0) return random.pick(seeds);
    if (choice < 4) {
      const entitySet = random.pick(model.entitySets);
      const whole = `${entitySet.name}?${queryString(hostileExpressions(entitySet, random))}`;
      return choice === 3 ? mutate(whole, seeds, random) : whole;
    }
    return mutate(random.pick(seeds), seeds, random);
  };
  const headers = (): readonly string[] => {
    const lines = [`Host: 127.0.0.1`, `Authorization: ${authorization}`];
    while (random.oneIn(2)) {
      const line = random.pick(headerLines);
      const colon = line.indexOf(':') + 1;
      const value = line.slice(colon);
      const isFixed = line.startsWith('Content-Length') || line.startsWith('Expect');
      lines.push(
        line.slice(0, colon) +
          (isFixed || random.oneIn(2) ? value : ` ${printable(mutate(value, headerLines, random))}`),
      );
    }
    return lines;
  };
  return {
    next() {
      const method = random.oneIn(8) ? random.pick(methods) : 'GET';
      const path = (random.oneIn(50) ? mutate(root, seeds, random) : root) + targetText();
      const isWild = random.oneIn(100);
      const body = method === 'POST' || method === 'PATCH' ? batchBody : '';
      const fields = new Map(headers().map((line) => [line.split(':', 1)[0] ?? '', line]));
      if (body !== '') fields.set('Content-Length', `Content-Length: ${body.length}`);
      const target = onWire(path, isWild);
      const text = `${[`${method} ${target} HTTP/1.1`, ...fields.values()].join('\r\n')}\r\n\r\n${body}`;
      const values = [...fields].map(([name, line]) => [name.toLowerCase(), line.slice(name.length + 1).trim()]);
      const known = { method, target, headers: Object.fromEntries(values) as Record<string, string> };
      return isWild
        ? { ...known, wire: mutate(text, seeds, random), framed: false }
        : { ...known, wire: text, framed: true };
    },
  };
}

const encoded = (target: string): string => encodeURI(target).replaceAll("'", '%27').replaceAll('%25', '%');

/** What may not stand in a request line is percent-encoded, as clients do; wild requests have it as it is. */
const onWire = (path: string, isWild: boolean): string =>
  isWild
    ? path
    : path
        .replaceAll(/[^\x21-\x7e]/gu, (character) =>
          /\p{Cs}/u.test(character) ? '%ED%A0%80' : encodeURIComponent(character),
        )
        .replaceAll('#', '%23');

const printable = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '');
