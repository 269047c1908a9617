import type { IncomingMessage, ServerResponse } from 'node:http';
import { ODataError } from '../errors/odata-error.ts';
import { abortable } from '../util/abortable.ts';

/** Milliseconds that a body has to arrive in; Node ends a connection whose request takes 30 s. */
const BODY_MS = 20_000;

interface BodyLimits {
  readonly maxBytes: number;
  /** Aborts when nobody waits for it any more. */
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | undefined;
}

/**
 * The bytes of a request's body. Whoever expects to be asked for it first is (RFC 9110, 10.1.1).
 * @throws ODataError `BodyTooLarge` where it has more, as soon as that is known; `BodyTooLate` where time is up.
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, signal, timeoutMs = BODY_MS }: BodyLimits,
): Promise<Uint8Array> {
  const { expect, 'content-length': declared = '0' } = request.headers;
  const tooLarge = ODataError.of('BodyTooLarge', { limit: maxBytes });
  if (Number(declared) > maxBytes) throw tooLarge;
  // To listen to one that is empty would end it.
  if (request.complete && request.readableLength === 0) return new Uint8Array();
  if (expect !== undefined) response.writeContinue();
  return abortable(signal, (resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => {
      leave();
      reject(ODataError.of('BodyTooLate', { seconds: timeoutMs / 1000 }));
    }, timeoutMs);
    const leave = (): void => {
      clearTimeout(timer);
      request.off('readable', look);
    };
    const look = (): void => {
      const chunk = takeFrom(request);
      if (chunk !== undefined) chunks.push(chunk);
      length += chunk?.length ?? 0;
      if (length <= maxBytes && !request.complete) return;
      leave();
      if (length > maxBytes) reject(tooLarge);
      else resolve(Buffer.concat(chunks));
    };
    // A request that was read to its end closes at once, which is to tell that it is answered.
    response.once('finish', () => request.resume());
    request.on('readable', look);
    return leave;
  });
}

/** What has arrived; to ask for more than that would end the stream at its end. */
function takeFrom(request: IncomingMessage): Buffer | undefined {
  const { readableLength } = request;
  const chunk: unknown = readableLength === 0 ? undefined : request.read(readableLength);
  return Buffer.isBuffer(chunk) ? chunk : undefined;
}
