/** `$crossjoin(A,B)`: a virtual type that holds one entity of each set (URL Conventions 4.15). */
import type { CrossjoinSegment } from '../../../../grammar/index.ts';
import { PLACE, type CrossjoinAccess } from '../../bound/bound.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { EntitySet, NavigationProperty, Property } from '../../model/edm.ts';
import type { ModelIndex } from '../../model/model-index.ts';

/** Entity sets that are joined at most: each is read by itself. */
const MAX_SETS = 8;

const place: Property = {
  kind: 'Property',
  name: PLACE,
  type: { kind: 'PrimitiveType', name: 'Edm.Int64' },
  collection: false,
  nullable: false,
};

/** The combinations of sets; nothing where one of them does not exist. Throws InvalidQueryOption, QueryTooComplex. */
export function bindCrossjoin({ entitySets: names }: CrossjoinSegment, index: ModelIndex): CrossjoinAccess | undefined {
  const sets = names.flatMap((name) => index.entitySets.get(name) ?? []);
  if (sets.length < names.length) return undefined;
  const twice = names.find((name, position) => names.indexOf(name) < position);
  if (twice !== undefined)
    throw refused('SyntaxError', `'$crossjoin' names '${twice}' twice. Name each entity set once.`);
  if (names.length > MAX_SETS)
    throw refused('QueryTooComplex', `'$crossjoin' joins ${names.length} entity sets; at most ${MAX_SETS} are joined.`);
  const name = `$crossjoin(${names.join(',')})`;
  const entityType = {
    kind: 'EntityType',
    name: 'Edm.ComplexType',
    open: false,
    key: [PLACE],
    properties: [place],
    navigationProperties: sets.map(holding),
  } as const;
  return { kind: 'CrossjoinAccess', entitySet: { kind: 'EntitySet', name, entityType } };
}

/** Entities of the set stand in the rows. */
const holding = (held: EntitySet): NavigationProperty => ({
  kind: 'NavigationProperty',
  name: held.name,
  target: held.name,
  collection: false,
  nullable: false,
  join: [],
  held,
});

const refused = (code: 'SyntaxError' | 'QueryTooComplex', reason: string): ODataError =>
  ODataError.of(code, { reason }, { target: '$crossjoin' });
