/** Batches as JSON (JSON Format 19). */
import { Buffer } from 'node:buffer';
import { ODataError } from '../../errors/odata-error.ts';
import { isObject, type JsonObject } from '../../util/json-object.ts';
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

/**
 * Texts, objects and lists of a body, about; commas are a tenth of one. Nothing else runs while JSON is parsed, and it is
 * the number of values that takes time: a megabyte of empty lists takes ten times as long as one of long URLs.
 */
const MAX_VALUES = 20_000;
const [OBJECT, LIST, TEXT, COMMA] = Buffer.from('{[",', 'latin1');

function hasTooMany(body: Uint8Array): boolean {
  let count = 0;
  for (let index = 0; index < body.length && count <= MAX_VALUES; index++) {
    const byte = body[index];
    if (byte === COMMA) count += 0.1;
    else if (byte === TEXT || byte === OBJECT || byte === LIST) count += 1;
  }
  return count > MAX_VALUES;
}

function parsed(body: Uint8Array): unknown {
  if (hasTooMany(body)) throw malformed(`it holds more than ${MAX_VALUES} texts, objects and lists.`);
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
  const { method, url, headers = {}, body = '', if: condition } = request;
  if (request['atomicityGroup'] !== undefined) return notReading('an atomicityGroup');
  if (condition !== undefined) return ODataError.of('UnsupportedFeature', { feature: "The member 'if'", hint: '' });
  if (typeof method !== 'string' || typeof url !== 'string')
    return malformed("a request needs 'method' and 'url', both texts.");
  if (!isObject(headers)) return malformed("'headers' must be a JSON object.");
  const entries = Object.entries(headers);
  if (!entries.every(isTextEntry)) return malformed("the values of 'headers' must be texts.");
  try {
    const written = typeof body === 'string' ? Buffer.from(body, 'utf8').toString('latin1') : '';
    return { method: method.toUpperCase(), url: asBytes(url), headers: headersOf(entries), body: written };
  } catch (error) {
    if (error instanceof ODataError) return error;
    throw error;
  }
}

const isTextEntry = (entry: readonly [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';

const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= MAX_PARTS && value.every((item) => typeof item === 'string');

/** As bytes of one character each, as URLs come in multipart; blanks, which those cannot hold, encoded. */
const asBytes = (url: string): string => Buffer.from(url, 'utf8').toString('latin1').replaceAll(' ', '%20');
