/** Query options of other services, of SQL and of OData 2, and what to write instead. */
const replacements: ReadonlyMap<string, string> = new Map(
  Object.entries({
    $top: ['limit', 'take', 'first', 'rows', 'maxresults', 'pagesize', 'page_size', 'per_page', 'perpage', 'tops'],
    $skip: ['offset', 'startindex', 'from_row', 'page'],
    $orderby: ['sort', 'sortby', 'sort_by', 'order', 'order_by', 'ordering', 'sortorder'],
    $filter: ['where', 'query', 'q', 'criteria', 'filters', 'having', 'find'],
    $select: ['fields', 'columns', 'field', 'properties', 'attributes', 'only'],
    $expand: ['include', 'includes', 'join', 'embed', 'with', 'populate'],
    '$count=true': ['inlinecount', 'includetotal', 'totalcount', 'total'],
    $format: ['output', 'mime'],
  }).flatMap(([instead, names]) => names.map((name) => [name, instead] as const)),
);

/** What OData says instead of an option it does not have, written with or without `$`; nothing where that is not known. */
export const foreignOption = (name: string): string | undefined =>
  replacements.get(name.replace(/^\$/, '').toLowerCase());
