import type { ContextUrl, ODataUrl, PathSegment, QueryOption, ResourcePath, TemporalOption } from './ast.ts';
import { decode, withoutLeadingBlanks, type Decoded } from './decode.ts';
import { defaultLimits, type ParseLimits } from './limits.ts';
import { systemQueryOption, systemQueryOptions, type SystemQueryOption } from './names.ts';
import { parseRule, type Source } from './parse.ts';
import {
  duplicateOption,
  invalidEncoding,
  missingId,
  namelessOption,
  optionNotAllowed,
  tooLong,
  unknownOption,
} from './url-errors.ts';

/**
 * Reads a request URL behind the service root: the path, and the query string without `?`, both as received. They are
 * split first and percent-decoded after (URL Conventions 2).
 * @throws OdataSyntaxError
 */
export function parseUrl(path: string, query: string, limits: ParseLimits = defaultLimits): ODataUrl {
  return parseParts(path, query, 0, limits);
}

/** `queryStart` is where the query stands in the text that offsets of errors refer to. */
function parseParts(path: string, query: string, queryStart: number, limits: ParseLimits): ODataUrl {
  const resource = parsePath(path, limits);
  const options = withoutDuplicates(readQueryOptions(query, limits, queryStart));
  checkOptionsOf(resource, options, queryStart + query.length);
  const range = { start: 0, end: path.length };
  return { kind: 'ODataUrl', path: resource, options: options.map(({ option }) => option), range };
}

/**
 * Reads a URL relative to the service root, `path?query`, and the context of `$metadata#context`.
 * @throws OdataSyntaxError
 */
export function parseRelativeUrl(url: string, limits: ParseLimits = defaultLimits): ODataUrl {
  const hash = url.includes('#') ? url.indexOf('#') : url.length;
  const question = url.lastIndexOf('?', hash) < 0 ? hash : Math.min(url.indexOf('?'), hash);
  const parsed = parseParts(url.slice(0, question), url.slice(question + 1, hash), question + 1, limits);
  return hash === url.length ? parsed : { ...parsed, context: parseContextUrl(url.slice(hash), limits) };
}

/** Reads the fragment of a context URL, from its `#` on. @throws OdataSyntaxError */
export function parseContextUrl(fragment: string, limits: ParseLimits = defaultLimits): ContextUrl {
  if (fragment.length > limits.length) throw tooLong('context', fragment, limits);
  const decoded = decodeOrThrow(fragment, 'context', 0);
  return parseRule('context', { decoded, option: 'context', start: 0 }, limits);
}

/** Reads the path behind the service root. @throws OdataSyntaxError */
export function parsePath(path: string, limits: ParseLimits = defaultLimits): ResourcePath {
  if (path.length > limits.length) throw tooLong('path', path, limits);
  const decoded = decodeOrThrow(path, 'path', 0);
  return parseRule('odataResourcePath', { decoded, option: 'path', start: 0 }, limits);
}

/** Reads a query string without `?`, no option of it twice. @throws OdataSyntaxError */
export function parseQueryOptions(query: string, limits: ParseLimits = defaultLimits): readonly QueryOption[] {
  return withoutDuplicates(readQueryOptions(query, limits)).map(({ option }) => option);
}

/** A query option, where it begins in the query string, and the text of its value. */
export interface PlacedOption {
  readonly option: QueryOption;
  readonly start: number;
  readonly value: Source;
}

/** Reads a query string as the ABNF has it, which lets an option be given twice. @throws OdataSyntaxError */
export function readQueryOptions(query: string, limits: ParseLimits, queryStart = 0): readonly PlacedOption[] {
  return query === '' ? [] : splitOptions(query, limits, queryStart).map((piece) => readQueryOption(piece, limits));
}

/** No system query option and no alias is given twice (URL Conventions 5.1). */
function withoutDuplicates(options: readonly PlacedOption[]): readonly PlacedOption[] {
  if (options.length < 2) return options;
  const seen = new Set<string>();
  for (const { option, value, start } of options) {
    if (option.kind === 'CustomOption') continue;
    if (seen.has(value.option)) throw duplicateOption(value.option, start);
    seen.add(value.option);
  }
  return options;
}

/** One `name=value` of a query string, still encoded, and its offset there. */
interface OptionPiece {
  readonly text: string;
  readonly start: number;
  /** The query string, and where there the piece ends. */
  readonly query: string;
  readonly end: number;
}

/** Splits a query string at `&`; empty pieces say nothing and are left out. */
function splitOptions(query: string, limits: ParseLimits, queryStart: number): readonly OptionPiece[] {
  if (query.length > limits.length) throw tooLong('query', query, limits);
  const pieces: OptionPiece[] = [];
  for (let start = 0; start < query.length;) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand < 0 ? query.length : ampersand;
    if (end > start) pieces.push({ text: query.slice(start, end), start: queryStart + start, query, end });
    start = end + 1;
  }
  return pieces;
}

/** Reads one query option. @throws OdataSyntaxError */
export function readQueryOption(piece: OptionPiece, limits: ParseLimits): PlacedOption {
  const equals = piece.text.indexOf('=');
  const nameEnd = equals < 0 ? piece.text.length : equals;
  const rawName = piece.text.slice(0, nameEnd);
  const name = decodeOrThrow(rawName, rawName, piece.start).text;
  const valueStart = equals < 0 ? nameEnd : equals + 1;
  const system = systemQueryOption(name);
  const option = system ?? name;
  const written = decodeOrThrow(piece.text.slice(valueStart), option, piece.start + valueStart);
  const blank = written.text.startsWith(' ') && (system !== undefined || name.startsWith('@'));
  const decoded = blank ? withoutLeadingBlanks(written) : written;
  const value = { decoded, option, start: piece.start + valueStart, query: piece.query, end: piece.end };
  return { option: parseOption(name, system, value, piece, limits), start: piece.start, value };
}

function parseOption(
  name: string,
  system: SystemQueryOption | undefined,
  source: Source,
  piece: OptionPiece,
  limits: ParseLimits,
): QueryOption {
  if (system !== undefined) return parseSystemOption(system, source, limits);
  if (name.startsWith('@')) return parseAlias(name, source, piece, limits);
  if (name.startsWith('$')) throw unknownOption(name, piece.start);
  if (name === '') throw namelessOption(piece.text, piece.start);
  const { text } = source.decoded;
  return { kind: 'CustomOption', name, value: text, range: { start: 0, end: text.length } };
}

function parseSystemOption(name: SystemQueryOption, source: Source, limits: ParseLimits): QueryOption {
  switch (name) {
    case '$at':
    case '$from':
    case '$to':
    case '$toInclusive':
      return temporal(name, source, limits);
    default:
      return parseRule(systemQueryOptions[name], source, limits);
  }
}

function temporal(name: TemporalOption['name'], source: Source, limits: ParseLimits): TemporalOption {
  const value = parseRule('temporalPoint', source, limits);
  return { kind: 'TemporalOption', name, value, range: value.range };
}

function parseAlias(name: string, source: Source, piece: OptionPiece, limits: ParseLimits): QueryOption {
  if (!/^@[_\p{L}\p{Nl}][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*$/u.test(name))
    throw unknownOption(name, piece.start);
  const value = parseRule('parameterValue', source, limits);
  return { kind: 'AliasAssignment', name: name.slice(1), value, range: value.range };
}

/**
 * `$entity`, `$batch` and `$metadata` take few options each, and `$entity` needs its `$id` (the rules `odataRelativeUri`,
 * `entityOptions`, `batchOptions` and `metadataOptions` of the ABNF).
 */
function checkOptionsOf(path: ResourcePath, options: readonly PlacedOption[], end: number): void {
  const [first] = path.segments;
  const allowed = first === undefined ? undefined : allowedOptions(first, path.segments.length > 1);
  if (first === undefined || allowed === undefined) return;
  const resource = first.kind === 'EntitySegment' ? '$entity' : '$batch or $metadata';
  const wrong = options.find(({ option, value }) => option.kind !== 'CustomOption' && !allowed.has(value.option));
  if (wrong !== undefined) throw optionNotAllowed(wrong.value.option, resource, wrong.start);
  if (allowed.has('$id') && !options.some(({ value }) => value.option === '$id')) throw missingId(end);
}

function allowedOptions(segment: PathSegment, cast: boolean): ReadonlySet<string> | undefined {
  if (segment.kind === 'EntitySegment') return cast ? entityCastOptions : entityOptions;
  const fixed = segment.kind === 'ReservedSegment' && (segment.name === '$batch' || segment.name === '$metadata');
  return fixed ? metadataOptions : undefined;
}

/** `$schemaversion` may be asked of anything (Protocol 11.2.12), which the ABNF leaves out. */
const metadataOptions: ReadonlySet<string> = new Set(['$format', '$schemaversion']);
const entityOptions: ReadonlySet<string> = new Set([...metadataOptions, '$id']);
const entityCastOptions: ReadonlySet<string> = new Set([...entityOptions, '$select', '$expand']);

function decodeOrThrow(raw: string, option: string, start: number): Decoded {
  const decoded = decode(raw);
  if (typeof decoded === 'number') throw invalidEncoding(raw, option, decoded, start);
  return decoded;
}
