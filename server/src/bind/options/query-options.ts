/** Which system query option means what for which resource (URL Conventions 5.1, Protocol 11.2). */
import type { ODataUrl, QueryOption, TextOption } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { unsupported } from '../expressions/scope.ts';

export type ResourceKind =
  | 'service document'
  | 'metadata document'
  | 'collection of entities'
  | 'single entity'
  | 'cross join'
  | 'collection of all entities'
  | 'collection of references'
  | 'single reference'
  | 'single value'
  | 'complex value'
  | 'collection of values'
  | 'collection of complex values'
  | 'raw value'
  | 'number of entities'
  | 'number of values'
  | 'collection within $expand'
  | 'single entity within $expand'
  | 'collection of references within $expand'
  | 'reference within $expand'
  | 'count within $expand'
  | 'single value within $select'
  | 'dynamic property within $select'
  | 'complex value within $select'
  | 'collection of values within $select'
  | 'collection of complex values within $select';

/** `yes`: done here. `later`: OData defines it, this service does not do it (501). Absent: it has no meaning (400). */
type Support = 'yes' | 'later';

type Supported = Readonly<Partial<Record<SystemQueryOption, Support>>>;

const names = {
  FilterOption: '$filter',
  OrderbyOption: '$orderby',
  SelectOption: '$select',
  ExpandOption: '$expand',
  ComputeOption: '$compute',
  SearchOption: '$search',
  TopOption: '$top',
  SkipOption: '$skip',
  CountOption: '$count',
  FormatOption: '$format',
  LevelsOption: '$levels',
  ApplyOption: '$apply',
} as const satisfies { readonly [Kind in PlainKind]: string };

type PlainKind = Exclude<QueryOption['kind'], 'TextOption' | 'TemporalOption' | 'AliasAssignment' | 'CustomOption'>;
type Named = Extract<QueryOption, { readonly kind: 'TextOption' | 'TemporalOption' }>;

type SystemQueryOption = (typeof names)[PlainKind] | Named['name'];

const everywhere: Supported = { $format: 'yes', $schemaversion: 'yes' };
const temporal: Supported = { $at: 'later', $from: 'later', $to: 'later', $toInclusive: 'later' };
const paging: Supported = { $filter: 'yes', $orderby: 'yes', $top: 'yes', $skip: 'yes', $count: 'yes' };

const table: { readonly [Kind in ResourceKind]: Supported } = {
  'service document': everywhere,
  'metadata document': everywhere,
  'collection of entities': {
    ...everywhere,
    ...temporal,
    ...paging,
    $search: 'yes',
    $compute: 'yes',
    $apply: 'yes',
    $select: 'yes',
    $expand: 'yes',
    $skiptoken: 'yes',
    $deltatoken: 'later',
  },
  'single entity': { ...everywhere, ...temporal, $select: 'yes', $expand: 'yes', $compute: 'yes' },
  // Their types have no property in common that the others could name.
  'collection of all entities': {
    ...everywhere,
    ...temporal,
    $top: 'yes',
    $skip: 'yes',
    $count: 'yes',
    $search: 'yes',
    $skiptoken: 'yes',
  },
  'cross join': {
    ...everywhere,
    ...temporal,
    ...paging,
    $select: 'yes',
    $expand: 'yes',
    $skiptoken: 'yes',
    $compute: 'later',
    $search: 'later',
    $apply: 'yes',
  },
  'collection of references': { ...everywhere, ...temporal, ...paging, $skiptoken: 'yes', $search: 'yes' },
  'single reference': { ...everywhere, ...temporal },
  'single value': { ...everywhere, ...temporal },
  'complex value': { ...everywhere, ...temporal, $select: 'yes', $expand: 'yes', $compute: 'yes' },
  'collection of values': { ...everywhere, ...temporal, ...paging, $apply: 'later', $search: 'yes' },
  'collection of complex values': {
    ...everywhere,
    ...temporal,
    ...paging,
    $apply: 'later',
    $search: 'yes',
    $compute: 'yes',
    $select: 'yes',
    $expand: 'yes',
  },
  'raw value': { ...everywhere, ...temporal },
  // What is computed may be filtered by. The number is not affected by order, paging and expansion, which clients may leave in the URL (Protocol 11.2.10).
  'number of entities': {
    ...everywhere,
    ...temporal,
    $filter: 'yes',
    $orderby: 'yes',
    $top: 'yes',
    $skip: 'yes',
    $expand: 'yes',
    $compute: 'yes',
    $apply: 'yes',
    $search: 'yes',
  },
  'number of values': {
    ...everywhere,
    ...temporal,
    $filter: 'yes',
    $orderby: 'yes',
    $top: 'yes',
    $skip: 'yes',
    $search: 'yes',
  },
  'collection within $expand': {
    ...paging,
    $select: 'yes',
    $expand: 'yes',
    $levels: 'yes',
    $compute: 'yes',
    $search: 'yes',
    $apply: 'yes',
  },
  'single entity within $expand': { $select: 'yes', $expand: 'yes', $levels: 'yes', $compute: 'yes' },
  'collection of references within $expand': { ...paging, $search: 'yes' },
  'reference within $expand': {},
  'single value within $select': {},
  'dynamic property within $select': { $select: 'yes' },
  'complex value within $select': { $select: 'yes', $compute: 'later' },
  'collection of values within $select': { ...paging, $search: 'yes' },
  'collection of complex values within $select': {
    ...paging,
    $search: 'yes',
    $select: 'yes',
    $compute: 'later',
  },
  'count within $expand': { $filter: 'yes', $search: 'yes' },
};

/** The system query option's name with `$`, or nothing for parameter aliases and custom options. */
export function optionName(option: QueryOption): SystemQueryOption | undefined {
  switch (option.kind) {
    case 'AliasAssignment':
    case 'CustomOption':
      return undefined;
    case 'TextOption':
    case 'TemporalOption':
      return option.name;
    default:
      return names[option.kind];
  }
}

/** Refuses the first option that means nothing for the resource (400) or is not done here (501). */
export function checkOptions(
  options: readonly QueryOption[],
  kind: ResourceKind,
  hintFor: (option: QueryOption) => string = () => '',
): void {
  for (const option of options) {
    const name = optionName(option);
    if (name === undefined) continue;
    const support = table[kind][name];
    if (support === 'yes') continue;
    if (support === 'later') throw unsupported(`'${name}'${where(name, kind)}`, name, hintFor(option).trimStart());
    throw ODataError.of('QueryOptionNotAllowed', { name, resource: `a ${kind}` }, { target: name });
  }
}

/** Says where, if elsewhere the option is done. */
const where = (name: SystemQueryOption, kind: ResourceKind): string =>
  Object.values(table).some((supported) => supported[name] === 'yes') ? ` for a ${kind}` : '';

/** The option of one kind; the grammar has refused a second one. */
export function findOption<Kind extends QueryOption['kind']>(
  options: readonly QueryOption[],
  kind: Kind,
): Extract<QueryOption, { readonly kind: Kind }> | undefined {
  const isWanted = (option: QueryOption): option is Extract<QueryOption, { readonly kind: Kind }> =>
    option.kind === kind;
  return options.find(isWanted);
}

/** The value of `$format` as it was written; what it may be is for the protocol to say. */
export const formatOption = (url: ODataUrl): string | undefined => findOption(url.options, 'FormatOption')?.value;

/** The value of `$skiptoken`, `$id` and the like, as it was written. */
export function textOption(options: readonly QueryOption[], name: TextOption['name']): string | undefined {
  const isIt = (option: QueryOption): option is TextOption => option.kind === 'TextOption' && option.name === name;
  return options.find(isIt)?.value;
}
