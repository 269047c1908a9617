import { Buffer } from 'node:buffer';
import { ODataError } from '../../errors/odata-error.ts';
import { createTrace } from '../../source/trace.ts';
import { MEGABYTE } from '../../util/megabyte.ts';
import type { MemoryShare } from '../../util/memory-budget.ts';
import {
  type BatchConnection,
  lengthOf,
  piecesOf,
  type ODataRequest,
  type ODataResponse,
  type RequestHeaders,
} from '../message.ts';
import { checkLength } from '../links.ts';
import { LONGEST_SKIPTOKEN } from '../../execution/skiptoken.ts';
import { planHeader } from '../explain.ts';
import { withoutQuerySegment } from '../posted-query.ts';
import { prefersExplained } from '../preferences.ts';
import type { BatchPart, PartRequest } from './batch-part.ts';
import { ROOT_PATH } from '../request-target.ts';
import { partTarget } from './part-url.ts';

interface PartAnswersOptions {
  /** Answers one part as if it were a request of its own. */
  readonly answerPart: (part: ODataRequest) => Promise<ODataResponse>;
  /** What is told instead where that threw. */
  readonly told: BatchConnection['told'];
  /** Aborts where no further part is to be answered, with the reason that they are told. */
  readonly signal: AbortSignal;
  /** Counts the answers. */
  readonly memory: MemoryShare;
  /** Characters of a URL's path and query, without its skiptoken. */
  readonly maxUrlLength: number;
  /** What parts ask for that ask for no other (Protocol 11.2.12). */
  readonly schemaVersion: string | undefined;
  /** Bytes that the answers may have together; the first one may have more. */
  readonly maxBytes: number;
}

/** What the batch asked for all of its parts that do not ask otherwise. */
const inherited = ['cache-control', 'odata-maxversion', 'odata-version'] as const;

/** Answers the parts of a batch, which have to come in their order; errors are answers too. */
export function partAnswers(
  batch: ODataRequest,
  { answerPart, told, signal, memory, maxBytes, maxUrlLength, schemaVersion }: PartAnswersOptions,
): (part: BatchPart) => Promise<ODataResponse> {
  const paths = new Map<string, string>();
  const failed = new Set<string>();
  const defaults = Object.fromEntries(inherited.map((name) => [name, batch.headers[name]]));
  const tooLarge = ODataError.of('BatchAnswerTooLarge', { megabytes: Math.max(1, Math.floor(maxBytes / MEGABYTE)) });
  let bytes = 0;
  let isFull = false;

  const rootPath = batch.serviceRoot.slice(Math.max(0, batch.serviceRoot.lastIndexOf(ROOT_PATH)));
  // As for requests by themselves, there has to be room for the root and for what a next link adds.
  const longest = 2 * maxUrlLength + LONGEST_SKIPTOKEN;

  /** @throws ODataError where the part cannot be asked for. */
  function requestFor({ id, dependsOn }: BatchPart, asked: PartRequest): ODataRequest {
    const { length } = asked.url;
    if (length > longest) throw ODataError.of('UrlTooLong', { length, limit: maxUrlLength });
    const { path, query: written, reference } = partTarget(asked, batch, paths);
    const query = withSchemaVersion(written, schemaVersion);
    checkLength(`${rootPath}${path}`, query, maxUrlLength);
    if (id !== undefined) paths.set(id, withoutQuerySegment(path));
    const missing = [...dependsOn, reference].find((other) => other !== undefined && failed.has(other));
    if (missing !== undefined) throw ODataError.of('FailedDependency', { name: missing });
    const headers = { ...defaults, ...asked.headers, authorization: credentialsFor(asked.headers, batch.headers) };
    const trace = prefersExplained(asked.headers['prefer']) ? createTrace() : batch.trace;
    const readBody = bodyReader(asked.body);
    return { ...batch, method: asked.method, path, query, headers, signal, trace, readBody, batch: undefined };
  }

  /** The answer as it would be sent by itself. */
  async function answered(request: ODataRequest): Promise<ODataResponse> {
    const { body, headers, ...others } = await answerPart(request);
    const { trace = batch.trace } = request;
    const plan = trace === undefined || trace === batch.trace ? {} : planHeader(trace);
    return { ...others, headers: { ...headers, ...plan }, body: request.method === 'HEAD' ? undefined : body };
  }

  /** Counts an answer as held until the batch ends. */
  async function counted(answer: ODataResponse): Promise<ODataResponse> {
    if (answer.body === undefined) return answer;
    const length = lengthOf(piecesOf(answer.body));
    isFull = bytes + length > maxBytes;
    if (isFull && bytes > 0) throw tooLarge;
    bytes += length;
    await memory.take(length);
    return answer;
  }

  return async (part) => {
    const { id, group, asked } = part;
    let request: ODataRequest = { ...batch, signal };
    if (id !== undefined) paths.set(id, '');
    try {
      if (asked instanceof ODataError) throw asked;
      request = { ...request, headers: { ...defaults, ...asked.headers } };
      request = requestFor(part, asked);
      signal.throwIfAborted();
      if (isFull) throw tooLarge;
      return await counted(await answered(request));
    } catch (thrown) {
      for (const name of [id, group]) if (name !== undefined) failed.add(name);
      return told(thrown, request);
    }
  };
}

function withSchemaVersion(query: string, version: string | undefined): string {
  if (version === undefined || /(?:^|&)(?:\$|%24)?schemaversion=/i.test(query)) return query;
  return `${query}${query === '' ? '' : '&'}$schemaversion=${encodeURIComponent(version)}`;
}

const bodyReader =
  (body: string) =>
  async (maxBytes: number): Promise<Uint8Array> => {
    if (body.length > maxBytes) throw ODataError.of('BodyTooLarge', { limit: maxBytes });
    return Buffer.from(body, 'latin1');
  };

/** A batch is its sender's; that a part repeats whose it is does no harm (JSON Format 19.1). */
function credentialsFor(part: RequestHeaders, batch: RequestHeaders): string | undefined {
  const own = part['authorization'];
  const { authorization } = batch;
  if (own !== undefined && own !== authorization)
    throw ODataError.of('OtherCredentials', {}, { target: 'Authorization' });
  return authorization;
}
