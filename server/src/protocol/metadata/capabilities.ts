/**
 * What the service can do, as data: `$metadata` announces it, docs/conformance.md lists it, tests hold both to it.
 */
import type { EdmModel, EntitySet } from '../../model/edm.ts';
import { searchableProperties } from '../../model/searchable.ts';
import { entityContainers } from '../../model/model-index.ts';
import { canonicalFunctions } from '../../bound/canonical-functions.ts';

type Support = 'yes' | 'no';

/** One thing OData defines, and whether it is done here. What is not done answers 501 and names itself. */
interface Feature {
  readonly name: string;
  readonly support: Support;
  readonly note: string | undefined;
}

const yes = (name: string, note?: string): Feature => ({ name, support: 'yes', note });
const no = (name: string, note?: string): Feature => ({ name, support: 'no', note });

export const features: readonly Feature[] = [
  yes('Service document'),
  yes('$metadata as CSDL XML', 'also under every Accept header that XML satisfies'),
  yes('$metadata as CSDL JSON', 'where the client accepts nothing else, or with $format=json; 4.01 only'),
  yes('Entity set', '/Jobs'),
  yes('Entity by key', "/Jobs('x')"),
  yes('Key as segment', '/Jobs/x, beside the canonical form; of several parts in several segments'),
  yes('Singleton', 'where the model has any'),
  yes('Navigation path', "/Jobs('x')/TimeEntries"),
  yes('Type cast', '/Jobs/ClickTime.Job; to the declared type, for no type is derived from another'),
  yes('/$filter', '/Jobs/$filter(IsActive eq true)/$count; several, also by alias'),
  yes('$entity', "/$entity?$id=Jobs('x'), also by an absolute id; with a type cast, $select and $expand"),
  yes('$ref', "/Jobs/$ref, /Jobs('x')/Client/$ref, with $filter, $orderby, $top, $skip and $count"),
  yes('Property', "/Jobs('x')/Name"),
  yes('$value', "/Jobs('x')/Name/$value"),
  yes('/$count', '/Jobs/$count, with $filter; also of collections of values'),
  yes(
    'Options of collections of values',
    '$filter, $orderby, $top, $skip and $count, with $it or names of complex ones',
  ),
  yes('$filter', 'all operators, in, has, and the canonical functions below'),
  yes('$select', 'parts of complex properties too, HomeAddress/City and HomeAddress($select=City); links'),
  yes('$orderby', 'bounded by MAX_SORT_ROWS where the source cannot sort'),
  yes('$top'),
  yes('$skip'),
  yes('$count'),
  yes('$expand', 'at most 10 levels deep, with nested options, $levels (also max), *, /$ref and /$count'),
  yes('$compute', 'also nested in $expand; names may be used by one another'),
  yes('$apply', 'all transformations but the hierarchical ones, see Aggregation'),
  yes('$search', 'words, phrases, AND, OR, NOT, whatever the letter case; also nested in $expand and in /$count'),
  yes('$format'),
  yes('Lambda operators any and all', 'over collections of values and related entities, one within another; any()'),
  yes(
    'Counts and filters of collections in expressions',
    'Jobs/$count gt 1, Jobs/$count($filter=...), Jobs/$filter(...)',
  ),
  yes('$it, $this, $root', "$root/Jobs('x')/Name, $root/Jobs/any(...); $it also within $expand, at any depth"),
  yes('Operators in and case', 'in with lists and with collections of values'),
  yes('Type functions cast and isof', 'names of types in quotes or without'),
  yes(
    'Collections and complex values in expressions',
    'as JSON; eq and ne, of entities too; functions over collections',
  ),
  yes('$schemaversion', '* or the one of $metadata, where the model has any; 404 for any other'),
  yes('Parameter aliases', 'also with values of their own in parentheses of $expand and $select'),
  yes('Query options without $ and in any letter case', '4.01'),
  yes('Server-driven paging', '@odata.nextLink; Prefer: maxpagesize'),
  yes('Prefer: omit-values=nulls'),
  yes('odata.metadata=none, minimal, full'),
  yes('IEEE754Compatible'),
  yes('ETag on service document and $metadata'),
  yes('Query options in the body', 'POST /Jobs/$query with text/plain, as many as a URL has room for'),
  yes('$all', '/$all?$search=acme, all entities of all sets; /$all/ClickTime.Job, with all options'),
  yes('Form-encoded queries', '+ for blanks, where the query could not be read otherwise and has no %20'),
  yes(
    '$crossjoin',
    '/$crossjoin(Jobs,Clients)?$filter=Jobs/ClientID eq Clients/ID, with $expand, $select, $orderby, $count',
  ),
  yes('$batch', 'GET and HEAD inside, as multipart/mixed or JSON; change sets and atomicity groups: 405'),

  no('Delta responses and change tracking'),
  no('Asynchronous requests'),
  no('Create, update, delete', 'read-only: 405'),
];

/** The canonical functions `$filter` and `$orderby` evaluate. */
export const filterFunctions: readonly string[] = canonicalFunctions;

/** The transformations of `$apply` that are done here. */
export const transformations: readonly string[] = [
  'aggregate',
  'groupby',
  'concat',
  'identity',
  'filter',
  'search',
  'orderby',
  'skip',
  'top',
  'topcount',
  'topsum',
  'toppercent',
  'bottomcount',
  'bottomsum',
  'bottompercent',
  'compute',
  'nest',
  'addnested',
  'join',
  'outerjoin',
];

/** Whether a feature is done here; the name must be one of the table. */
export function isSupported(name: string): boolean {
  const feature = features.find((candidate) => candidate.name === name);
  if (feature === undefined) throw new Error(`There is no feature '${name}'.`);
  return feature.support === 'yes';
}

/** What an entity set cannot do though the service can; the names are of properties. */
interface EntitySetRestrictions {
  readonly entitySet: EntitySet;
  readonly nonSortable: readonly string[];
  /** What `$search` looks into. */
  readonly searchable: readonly string[];
}

/** Collections cannot be sorted by, and only some texts are searched. */
export function restrictionsOf(entitySet: EntitySet): EntitySetRestrictions {
  const collections = entitySet.entityType.properties.filter((property) => property.collection);
  const searchable = searchableProperties(entitySet).map(({ name }) => name);
  return { entitySet, nonSortable: collections.map((property) => property.name), searchable };
}

/** The tables of docs/conformance.md as Markdown: features, and one row per entity set. */
export function conformanceTables(model: EdmModel): string {
  const featureRows = features.map(({ name, support, note }) => [name, support, note ?? '']);
  const setRows = entityContainers(model).map((entitySet) => [
    entitySet.kind === 'Singleton' ? `${entitySet.name} (singleton)` : entitySet.name,
    String(entitySet.entityType.properties.length),
    entitySet.entityType.navigationProperties.map((navigation) => navigation.name).join(', ') || 'none',
    restrictionsOf(entitySet).nonSortable.join(', ') || 'none',
    restrictionsOf(entitySet).searchable.join(', ') || 'none',
  ]);
  return [
    markdownTable(['Feature', 'Supported', 'Note'], featureRows),
    markdownTable(
      ['Entity set', 'Properties', 'Navigation properties', 'Not in $orderby', 'Searched by $search'],
      setRows,
    ),
    `Canonical functions: ${filterFunctions.map((name) => `\`${name}\``).join(', ')}.`,
  ].join('\n\n');
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
