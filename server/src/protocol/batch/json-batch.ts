/** Batches as JSON (JSON Format 19). */
import { ODataError } from '../../errors/odata-error.ts';
import { isObject, type JsonObject } from '../../util/json-object.ts';
import { wellFormed } from '../quote.ts';
import {
  type BatchPart,
  checkIds,
  isPartId,
  malformed,
  MAX_PARTS,
  notReading,
  type PartRequest,
  tooLarge,
} from './batch-part.ts';
import { headersOf } from './header-lines.ts';

/** The requests of a body. @throws ODataError `MalformedBatch`, `BatchTooLarge` where it is no batch as a whole. */
export function readJsonBatch(body: Uint8Array): readonly BatchPart[] {
  const batch = parsed(body);
  const requests = isObject(batch) ? batch['requests'] : undefined;
  if (!Array.isArray(requests)) throw malformed("it must be a JSON object with an array 'requests'.");
  if (requests.length > MAX_PARTS) throw tooLarge;
  return checkIds(requests.map((request: unknown, index) => readRequest(request, index)));
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw malformed('it is no JSON in UTF-8.');
  }
}

function readRequest(request: unknown, index: number): BatchPart {
  const where = `the request at position ${index} of 'requests'`;
  if (!isObject(request)) throw malformed(`${where} is no JSON object.`);
  const { id, atomicityGroup: group, dependsOn = [] } = request;
  if (typeof id !== 'string' || !isPartId(id))
    throw malformed(`${where} needs an 'id', a text of 1 to 100 visible ASCII characters.`);
  if (group !== undefined && typeof group !== 'string') throw malformed(`the 'atomicityGroup' of '${id}' is no text.`);
  if (!isListOfTexts(dependsOn))
    throw malformed(`'dependsOn' of '${id}' must be a list of at most ${MAX_PARTS} texts.`);
  return { id, group, dependsOn, asked: askedBy(request) };
}

/** What is wrong with one request is that one's error. */
function askedBy(request: JsonObject): PartRequest | ODataError {
  const { method, url, headers = {}, if: condition } = request;
  if (request['atomicityGroup'] !== undefined) return notReading('an atomicityGroup');
  if (condition !== undefined) return ODataError.of('UnsupportedFeature', { feature: "The member 'if'", hint: '' });
  if (typeof method !== 'string' || typeof url !== 'string')
    return malformed("a request needs 'method' and 'url', both texts.");
  if (!isObject(headers)) return malformed("'headers' must be a JSON object.");
  const entries = Object.entries(headers);
  if (!entries.every(isTextEntry)) return malformed("the values of 'headers' must be texts.");
  try {
    return { method: method.toUpperCase(), url: encoded(url), headers: headersOf(entries) };
  } catch (error) {
    if (error instanceof ODataError) return error;
    throw error;
  }
}

const isTextEntry = (entry: readonly [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';

const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= MAX_PARTS && value.every((item) => typeof item === 'string');

/** What a URL must not hold and JSON can: blanks and whatever is not ASCII. */
const encoded = (url: string): string => wellFormed(url).replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent);
