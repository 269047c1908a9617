import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { ODataError } from '../errors/odata-error.ts';
import { errorResponse } from '../protocol/error-response.ts';
import { send } from './send.ts';

const unmet = ODataError.of('UnmetExpectation', {}, { target: 'Expect' });
const badHost = (reason: string): ODataError => ODataError.of('UnreadableRequest', { reason }, { target: 'Host' });
const wrongVersion = ODataError.of('UnreadableRequest', { reason: 'its version of HTTP is neither 1.1 nor 1.0.' });
const noHost = badHost('it has no Host header, which HTTP/1.1 demands.');
const manyHosts = badHost('it has more than one Host header.');
const wrongHost = badHost('its Host header is no host.');
const manyCallers = ODataError.of(
  'UnreadableRequest',
  { reason: 'it has more than one Authorization header, so that whose request it is cannot be told. Send one.' },
  { target: 'Authorization' },
);

/** Refuses what is no fit request, before anything is done for it. */
export const refuseUnfit: RequestHandler = (request, response, next) => {
  const error = faultOf(request);
  if (error === undefined) next();
  else void send(response, errorResponse(error), { Connection: 'close' });
};

/**
 * What HTTP/1.1 demands of a request beyond its being readable (RFC 9112, 3.2; RFC 9110, 5.3 and 10.1.1). Of headers that
 * may be there once Node tells the first, and a proxy may have gone by the last.
 */
function faultOf({ rawHeaders, headers, httpVersion }: IncomingMessage): ODataError | undefined {
  const { host, expect, authorization } = headers;
  if (host !== undefined && !isHost(host)) return wrongHost;
  if (countOf(rawHeaders, 'host') > 1) return manyHosts;
  if (authorization !== undefined) {
    if (countOf(rawHeaders, 'authorization') > 1 || JOINED.test(authorization)) return manyCallers;
  }
  if (httpVersion !== '1.1') return httpVersion === '1.0' ? undefined : wrongVersion;
  if (host === undefined) return noHost;
  return expect === undefined || expect.toLowerCase() === '100-continue' ? undefined : unmet;
}

/** Two Authorization headers that a proxy made one of; the credentials of one hold no comma and blank. */
const JOINED = /,[ \t]*(?:basic|bearer|token)[ \t]/i;

/** A registered name or an address, with or without a port; empty where the target has no authority (RFC 3986, 3.2). */
const isHost = (host: string): boolean =>
  host.length <= 300 && /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d{0,5})?$/i.test(host);

/** How often a header is there; Node keeps the first of those that may be there once only. */
function countOf(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index];
    if (header?.length === name.length && header.toLowerCase() === name) count += 1;
  }
  return count;
}
