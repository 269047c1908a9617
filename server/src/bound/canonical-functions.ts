/** The canonical functions of OData 4.01 that the engine evaluates (URL Conventions 5.1.1.5 to 5.1.1.11). */
export const canonicalFunctions = [
  'concat',
  'contains',
  'endswith',
  'indexof',
  'length',
  'matchespattern',
  'startswith',
  'substring',
  'tolower',
  'toupper',
  'trim',
  'date',
  'day',
  'fractionalseconds',
  'hour',
  'maxdatetime',
  'mindatetime',
  'minute',
  'month',
  'now',
  'second',
  'time',
  'totaloffsetminutes',
  'totalseconds',
  'year',
  'ceiling',
  'floor',
  'round',
  'hassubset',
  'hassubsequence',
  'cast',
] as const;

export type CanonicalFunction = (typeof canonicalFunctions)[number];

/** Whether a name is that of a function that is called with values alone. */
export const isCanonicalFunction = (name: string): name is Exclude<CanonicalFunction, 'cast'> =>
  name !== 'cast' && canonicalFunctions.some((each) => each === name);
