import { decode, undecoded } from '../decode.ts';
import { defaultLimits } from '../limits.ts';
import { explainRule } from '../parse.ts';
import { OdataSyntaxError } from '../syntax-error.ts';
import { parsePath, parseQueryOption, parseRelativeUrl, readQueryOptions } from '../url.ts';

/** Reads a case's input by one rule of the ABNF; throws OdataSyntaxError. */
export type Reader = (input: string) => unknown;

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
  functionParameter: 'functionParameter',
};

/** Rules of payloads and headers, where percent-encoding means nothing. */
const undecodedRules = /Value$|Preference$|^(header|request-id|prefer|preference|boolean|primitiveValue)$/;

const geo = /^(geography|geometry)[A-Z]/;

const source = (input: string, decoded: ReturnType<typeof decode>) => {
  if (typeof decoded === 'number') throw new Error(`The case's input is not valid percent-encoding: ${input}`);
  return { decoded, option: 'input', start: 0 };
};

/**
 * An absolute URL: where the service root ends in it is known to the service alone, so the longest prefix is tried first
 * whose rest is a relative URL.
 */
function readAbsoluteUrl(input: string): unknown {
  const root = input.replace(/[?#].*/s, '').replace(/[^/]*$/, '');
  explainRule('serviceRoot', source(root, undecoded(root)), defaultLimits);
  const slashes = [...root.matchAll(/\//g)].map(({ index }) => index).slice(3);
  for (const slash of slashes.toReversed()) {
    try {
      return parseRelativeUrl(input.slice(slash + 1));
    } catch (error) {
      if (!(error instanceof OdataSyntaxError)) throw error;
    }
  }
  return parseRelativeUrl(input.slice(root.indexOf('/', root.indexOf('//') + 2) + 1));
}

/** Rules that are read by the entry points of the parser rather than by one rule of the grammar. */
const entryPoints: Readonly<Record<string, Reader>> = {
  resourcePath: (input) => parsePath(input),
  queryOptions: (input) => readQueryOptions(input, defaultLimits),
  odataRelativeUri: (input) => parseRelativeUrl(input),
  odataUri: readAbsoluteUrl,
  customQueryOption: (input) => parseQueryOption({ text: input, start: 0 }, defaultLimits),
};

/** The reader of an ABNF rule. */
export function readerOf(rule: string): Reader {
  const entryPoint = entryPoints[rule];
  if (entryPoint !== undefined) return entryPoint;
  const name = geo.exec(rule) ? rule.replace(/^(geography|geometry).*/, '$1Literal') : (ourNames[rule] ?? rule);
  const read = undecodedRules.test(rule) ? undecoded : decode;
  return (input) => explainRule(name, source(input, read(input)), defaultLimits);
}
