import type { ODataUrl, QueryOption, ResourcePath, TemporalOption } from './ast.ts';
import { decode, type Decoded } from './decode.ts';
import { defaultLimits, type ParseLimits } from './limits.ts';
import { systemQueryOption, systemQueryOptions, type SystemQueryOption } from './names.ts';
import { parseRule, type Source } from './parse.ts';
import { duplicateOption, invalidEncoding, tooLong, unknownOption } from './url-errors.ts';

/**
 * Reads a request URL behind the service root: the path, and the query string without `?`, both as received. They are
 * split first and percent-decoded after (URL Conventions 2).
 * @throws OdataSyntaxError
 */
export function parseUrl(path: string, query: string, limits: ParseLimits = defaultLimits): ODataUrl {
  const range = { start: 0, end: path.length };
  return { kind: 'ODataUrl', path: parsePath(path, limits), options: parseQueryOptions(query, limits), range };
}

/** Reads the path behind the service root. @throws OdataSyntaxError */
export function parsePath(path: string, limits: ParseLimits = defaultLimits): ResourcePath {
  if (path.length > limits.length) throw tooLong('path', path, limits);
  const decoded = decodeOrThrow(path, 'path', 0);
  return parseRule('odataResourcePath', { decoded, option: 'path', start: 0 }, limits);
}

/** Reads a query string without `?`, no option of it twice. @throws OdataSyntaxError */
export function parseQueryOptions(query: string, limits: ParseLimits = defaultLimits): readonly QueryOption[] {
  const seen = new Set<string>();
  return splitOptions(query, limits).map((piece) => {
    const option = parseQueryOption(piece, limits);
    const name = optionName(option);
    if (option.kind !== 'CustomOption' && seen.size === seen.add(name).size) throw duplicateOption(name, piece.start);
    return option;
  });
}

/** One `name=value` of a query string, still encoded, and its offset there. */
export interface OptionPiece {
  readonly text: string;
  readonly start: number;
}

/** Splits a query string at `&`; empty pieces say nothing and are left out. */
export function splitOptions(query: string, limits: ParseLimits): readonly OptionPiece[] {
  if (query.length > limits.length) throw tooLong('query', query, limits);
  const pieces: OptionPiece[] = [];
  for (let start = 0; start < query.length;) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand < 0 ? query.length : ampersand;
    if (end > start) pieces.push({ text: query.slice(start, end), start });
    start = end + 1;
  }
  return pieces;
}

/** Reads one query option. @throws OdataSyntaxError */
export function parseQueryOption(piece: OptionPiece, limits: ParseLimits): QueryOption {
  const equals = piece.text.indexOf('=');
  const nameEnd = equals < 0 ? piece.text.length : equals;
  const name = decodeOrThrow(piece.text.slice(0, nameEnd), piece.text.slice(0, nameEnd), piece.start).text;
  const valueStart = equals < 0 ? nameEnd : equals + 1;
  const system = systemQueryOption(name);
  const option = system ?? name;
  const decoded = decodeOrThrow(piece.text.slice(valueStart), option, piece.start + valueStart);
  const source = { decoded, option, start: piece.start + valueStart };
  if (system !== undefined) return parseSystemOption(system, source, limits);
  if (name.startsWith('@')) return parseAlias(name, source, piece, limits);
  if (name.startsWith('$')) throw unknownOption(name, piece.start);
  return { kind: 'CustomOption', name, value: decoded.text, range: { start: 0, end: decoded.text.length } };
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

/** The name by which an option may be given once; custom options may be repeated. */
function optionName(option: QueryOption): string {
  switch (option.kind) {
    case 'TextOption':
    case 'TemporalOption':
      return option.name;
    case 'AliasAssignment':
      return `@${option.name}`;
    case 'CustomOption':
      return option.name;
    case 'CountOption':
      return '$count';
    default:
      return `$${option.kind.slice(0, -'Option'.length).toLowerCase()}`;
  }
}

function decodeOrThrow(raw: string, option: string, start: number): Decoded {
  const decoded = decode(raw);
  if (typeof decoded === 'number') throw invalidEncoding(raw, option, decoded, start);
  return decoded;
}
