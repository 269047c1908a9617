import { expect } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import type { EdmModel } from '../../src/model/edm.ts';
import { bind } from '../../src/bind/bind.ts';
import type { BoundExpression, BoundRequest, CollectionRequest } from '../../src/bound/bound.ts';
import { parseRequestUrl } from '../../src/bind/url/parse-request-url.ts';
import { tripPin } from '../models/trip-pin.ts';

/** Binds a URL behind the service root that is written without percent-encoding, but for %2F. */
export function bindUrl(url: string, model: EdmModel = tripPin): BoundRequest {
  const [path = '', ...query] = url.split('?');
  return bind(parseRequestUrl(encode(path), encode(query.join('?'))), model);
}

const encode = (text: string): string =>
  encodeURI(text).replaceAll('+', '%2B').replaceAll('#', '%23').replaceAll('%252F', '%2F');

/** The bound request of a collection of entities. */
export function bindCollection(url: string, model: EdmModel = tripPin): CollectionRequest {
  const request = bindUrl(url, model);
  if (request.kind !== 'CollectionRequest') throw new Error(`${url} is a ${request.kind}`);
  return request;
}

/** The bound filter of an entity set. */
export function bindFilter(set: string, filter: string, model: EdmModel = tripPin): BoundExpression {
  const bound = bindCollection(`${set}?$filter=${filter}`, model).options.filter;
  if (bound === undefined) throw new Error('there is no filter');
  return bound;
}

interface Refusal {
  readonly code: string;
  readonly target: string;
  readonly message: string;
}

/** The error that a URL is refused with, `target` and all. */
export function refusalOf(url: string, model: EdmModel = tripPin): Refusal {
  try {
    bindUrl(url, model);
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    expect(error.target, 'every refusal says what it is about').toBeTypeOf('string');
    return { code: error.code, target: error.target ?? '', message: error.message };
  }
  throw new Error(`${url} is accepted`);
}
