/**
 * Expressions as nobody would write them: nested, joined to themselves through aliases, over long texts and long numbers.
 * Each is legal in OData's grammar; whether its types fit is left to chance, mostly they do.
 */
import type { EntitySet, Property } from '../src/model/edm.ts';
import type { Random } from './random.ts';

/** A query's options by name, not encoded; those of aliases begin with `@`. */
type QueryOptions = Readonly<Record<string, string>>;

type Kind = 'text' | 'number' | 'date' | 'instant' | 'duration' | 'condition';

const kindsByType: Readonly<Partial<Record<string, Kind>>> = {
  'Edm.String': 'text',
  'Edm.Decimal': 'number',
  'Edm.Double': 'number',
  'Edm.Int32': 'number',
  'Edm.Int64': 'number',
  'Edm.Int16': 'number',
  'Edm.Date': 'date',
  'Edm.DateTimeOffset': 'instant',
  'Edm.Duration': 'duration',
  'Edm.Boolean': 'condition',
};

const kindOf = ({ type, collection }: Property): Kind | undefined => (collection ? undefined : kindsByType[type.name]);

/** `$`: an operand of the kind itself; the other signs stand for operands of other kinds. */
const shapes: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    'concat($,$)',
    'toupper($)',
    'tolower(trim($))',
    'substring($,#)',
    'substring($,#,#)',
    'cast(#,Edm.String)',
    'cast(D,Edm.String)',
  ],
  number: [
    '($ mul $)',
    '($ divby $)',
    '($ add $)',
    '($ sub $)',
    '($ mod $)',
    '-($)',
    'round($)',
    'length(T)',
    'indexof(T,T)',
    'year(D)',
    'cast(T,Edm.Decimal)',
    'totalseconds(U)',
  ],
  date: ['($ add U)', '($ sub U)', 'date(I)', 'cast(T,Edm.Date)'],
  instant: ['($ add U)', '($ sub U)', 'now()', 'cast($,Edm.DateTimeOffset)', 'maxdatetime()'],
  duration: ['($ add $)', '($ sub $)', '(D sub D)', '(I sub I)', '($ mul #)', '($ div #)', '-$'],
  condition: [
    '($ and $)',
    '($ or $)',
    'not ($)',
    '(T eq T)',
    '(T lt T)',
    '(# lt #)',
    '(# eq #)',
    '(D ge D)',
    '(D lt I)',
    '(I gt I)',
    '(U le U)',
    'contains(T,T)',
    'startswith(T,T)',
    'endswith(T,T)',
    'matchespattern(T,T)',
    'matchespattern(T,P)',
    '(# in (1,2,3))',
    '(T in (T,null))',
    '($ eq null)',
  ],
};

const signs: Readonly<Record<string, Kind>> = { T: 'text', '#': 'number', D: 'date', I: 'instant', U: 'duration' };

const lengths = [1, 2, 10, 40, 190, 210, 600];

const patterns = [
  '^(a+)+$',
  '(a|b)*a(a|b){90}',
  '[^x]{500}',
  '\\p{L}{200}',
  '(((a{9}){9}){9})',
  '(?=a)',
  '(',
  '.*.*.*=',
  'a|b|c',
];

/** Makes options whose expressions are over one entity set. */
export function hostileExpressions(entitySet: EntitySet, random: Random): QueryOptions {
  const names = new Map<Kind, string[]>();
  for (const property of entitySet.entityType.properties) {
    const kind = kindOf(property);
    if (kind !== undefined) names.set(kind, [...(names.get(kind) ?? []), property.name]);
  }

  const digits = (): string => String(random.upTo(10)).repeat(random.pick(lengths));
  const literals: Readonly<Record<Kind, () => string>> = {
    text: () =>
      `'${random.pick(['a', 'ab', '', "o''x", '\u00e4', '\u{1f600}', '1']).repeat(random.oneIn(9) ? 3000 : 3)}'`,
    number: () =>
      random.pick([() => '0', () => '7.25', digits, () => `0.${digits()}`, () => `1e${random.upTo(320)}`])(),
    date: () => random.pick(['2026-01-31', '0001-01-01', '9999-12-31', '-0044-03-15', '2024-02-29']),
    instant: () => random.pick(['2026-01-31T12:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999-14:00']),
    duration: () => `duration'${random.pick(['P1D', '-PT0.5S', 'PT36H', `P${digits()}D`])}'`,
    condition: () => random.pick(['true', 'false', 'null']),
  };
  const leaf = (kind: Kind): string => {
    const known = names.get(kind) ?? [];
    return known.length > 0 && !random.oneIn(3) ? random.pick(known) : literals[kind]();
  };

  const aliases = new Map<string, { readonly kind: Kind; readonly text: string }>();
  const aliasOf = (kind: Kind): string | undefined => {
    const fitting = [...aliases].filter(([, alias]) => alias.kind === kind).map(([name]) => name);
    return fitting.length === 0 ? undefined : random.pick(fitting);
  };

  const made = (kind: Kind, depth: number): string => {
    const alias = random.oneIn(3) ? aliasOf(kind) : undefined;
    if (alias !== undefined) return alias;
    if (depth === 0) return leaf(kind);
    return random.pick(shapes[kind]).replaceAll(/[$#TDIUP](?![a-z])/g, (sign) => {
      if (sign === 'P') return `'${random.pick(patterns)}'`;
      return made(signs[sign] ?? kind, random.oneIn(3) ? 0 : depth - 1);
    });
  };

  const kinds = Object.keys(shapes) as readonly Kind[];
  for (let index = 0, count = random.upTo(12); index < count; index += 1) {
    const kind = random.pick(kinds);
    aliases.set(`@a${index}`, { kind, text: made(kind, 2) });
  }
  const option = random.oneIn(3)
    ? { $orderby: made(random.pick(kinds), 4) }
    : { $filter: made('condition', random.pick([1, 3, 6])) };
  return { ...option, ...Object.fromEntries([...aliases].map(([name, { text }]) => [name, text])) };
}

/** As a query string. */
export const queryString = (options: QueryOptions): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
