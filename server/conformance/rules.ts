import { decode, undecoded } from '../../grammar/decode.ts';
import { defaultLimits } from '../../grammar/limits.ts';
import { explainRule, type Source } from '../../grammar/parse.ts';
import { OdataSyntaxError } from '../../grammar/syntax-error.ts';
import { parsePath, parseRelativeUrl, readQueryOption, readQueryOptions } from '../../grammar/url.ts';

/** Reads a case's input by one rule of the ABNF; throws OdataSyntaxError. */
type Reader = (input: string) => unknown;

/** ABNF rules whose names differ from ours; those left out bear the same name. */
const ourNames: Readonly<Record<string, string>> = {
  boolcommonExpr: 'boolCommonExpr',
  orderBy: 'orderby',
  notExpr: 'commonExpr',
  firstMemberExpr: 'commonExpr',
  propertyPathExpr: 'commonExpr',
  isofExpr: 'castOrIsofExpr',
  // Without a prefix these are strings until the binder knows the type they are compared with.
  durationLiteral: 'primitiveLiteral',
  enumLiteral: 'primitiveLiteral',
  // Which numeric type a literal has is known when it is bound.
  doubleLiteral: 'decimalLiteral',
  singleLiteral: 'decimalLiteral',
  sbyteLiteral: 'sbyteValue',
  int16Literal: 'int16Value',
  int32Literal: 'int32Value',
  int64Literal: 'int64Value',
  dateTimeOffsetValueInUrl: 'dateTimeOffsetLiteral',
  'request-id': 'requestId',
};

/** Rules of payloads and headers, where percent-encoding means nothing. */
const undecodedRules = /Value$|Preference$|^(header|request-id|prefer|preference|boolean)$/;

/** Rules that are read by the entry points of the parser rather than by one rule of the grammar. */
const entryPoints: Readonly<Record<string, Reader>> = {
  odataUri: readAbsoluteUrl,
  odataRelativeUri: (input) => parseRelativeUrl(input),
  resourcePath: (input) => parsePath(input),
  queryOptions: (input) => readQueryOptions(input, defaultLimits),
  customQueryOption: (input) =>
    readQueryOption({ text: input, start: 0, query: input, end: input.length }, defaultLimits).option,
};

/** The reader of an ABNF rule. */
export function readerOf(rule: string): Reader {
  const entryPoint = entryPoints[rule];
  if (entryPoint !== undefined) return entryPoint;
  const geo = /^(geography|geometry)[A-Z]/.exec(rule)?.[1];
  const name = geo === undefined ? (ourNames[rule] ?? rule) : `${geo}Literal`;
  return (input) => explainRule(name, sourceOf(input, !undecodedRules.test(rule)), defaultLimits);
}

/** A case's input as the parser takes it. */
function sourceOf(input: string, encoded: boolean): Source {
  const decoded = encoded ? decode(input) : undecoded(input);
  if (typeof decoded === 'number') throw new Error(`The input of a case is not valid percent-encoding: ${input}`);
  return { decoded, option: 'input', start: 0 };
}

/**
 * An absolute URL. Where the service root ends in it is known to the service alone, so every split is tried, the longest
 * root first; the error is that of the shortest.
 */
function readAbsoluteUrl(input: string): unknown {
  const root = /^[^?#]*\//.exec(input)?.[0] ?? '';
  explainRule('serviceRoot', sourceOf(root, false), defaultLimits);
  const ends = [...root.matchAll(/\//g)].map(({ index }) => index + 1).slice(2);
  for (const end of ends.toReversed()) {
    try {
      return parseRelativeUrl(input.slice(end));
    } catch (error) {
      if (!(error instanceof OdataSyntaxError) || end === ends[0]) throw error;
    }
  }
  return undefined;
}
