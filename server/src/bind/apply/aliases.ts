import { ODataError } from '../../errors/odata-error.ts';
import type { NavigationProperty, Property } from '../../model/edm.ts';
import type { ValueType } from '../../model/comparison.ts';
import type { BoundExpression } from '../../bound/bound.ts';
import { describe, isNavigation } from '../../bound/describe.ts';
import type { Shape } from './shape.ts';
import { mismatch, type Scope } from '../expressions/scope.ts';

/** Throws where a name behind `as` is one that the instances have already, or stands twice (Data Aggregation 3.1.1). */
export function checkAliases(names: readonly string[], ...shapes: readonly Shape[]): void {
  const taken = new Set<string>();
  for (const { entitySet } of shapes) {
    const { properties, navigationProperties } = entitySet.entityType;
    for (const { name } of [...properties, ...navigationProperties]) taken.add(name);
  }
  for (const name of names) {
    if (taken.has(name)) {
      const reason = `'${name}' behind 'as' is the name of a property already. Choose another one.`;
      throw ODataError.of('InvalidQueryOption', { name: '$apply', reason }, { target: '$apply' });
    }
    taken.add(name);
  }
}

/** The property that an alias names; `like` is one whose facets it has as well. */
export function aliasProperty(
  name: string,
  type: ValueType['type'] & object,
  like?: Property | NavigationProperty,
): Property {
  const facets = like?.kind === 'Property' ? like : undefined;
  return {
    kind: 'Property',
    name,
    type,
    collection: false,
    nullable: true,
    ...(facets?.precision !== undefined && { precision: facets.precision }),
    ...(facets?.scale !== undefined && { scale: facets.scale }),
    made: { kind: 'alias', optional: false },
  };
}

/** The property that holds an expression's values. Throws TypeMismatch where they have no declared type. */
export function computedProperty(name: string, expression: BoundExpression, scope: Scope): Property {
  const { type, collection } = expression.type;
  if (type === null || isNavigation(expression)) {
    const hint = "Give it one with 'cast', as in cast(...,Edm.String).";
    throw mismatch(`${describe(expression)} has no declared type, which '${name}' needs. ${hint}`, scope);
  }
  const last = expression.kind === 'BoundProperty' ? expression.path.at(-1) : undefined;
  return { ...aliasProperty(name, type, last), collection };
}
