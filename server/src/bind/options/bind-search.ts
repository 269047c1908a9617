import type { QueryOption, SearchExpression } from '../../../../grammar/index.ts';
import type { BoundExpression, BoundProperty, BoundSearch, BoundVariable, SearchCondition } from '../../bound/bound.ts';
import { booleanType, primitiveName } from '../../bound/type-rules.ts';
import type { EntitySet, Property } from '../../model/edm.ts';
import { targetOf, type ModelIndex } from '../../model/model-index.ts';
import { searchableProperties } from '../../model/searchable.ts';
import { countCharacters, countNodes } from '../expressions/budget.ts';
import { findOption } from './query-options.ts';
import { scopeOf, type Beginning, type OptionsOwner, type RequestScope } from '../expressions/scope.ts';

/** What `$search` of entities or values asks for (Protocol 11.2.6.6); nothing where there is none. Throws QueryTooComplex. */
export function bindSearchOption(
  options: readonly QueryOption[],
  owner: OptionsOwner,
  request: RequestScope,
): BoundSearch | undefined {
  const option = findOption(options, 'SearchOption');
  if (option === undefined) return undefined;
  if (owner.item === undefined) return bindSearchOf(option.expression, owner.entitySet, request);
  return bindSearch(option.expression, textsOf(scopeOf(request, owner, '$search').here, request.index), request);
}

/** The same of the entities of a set, wherever that is asked. */
export const bindSearchOf = (
  expression: SearchExpression,
  entitySet: EntitySet,
  request: Pick<RequestScope, 'budget'>,
): BoundSearch =>
  bindSearch(
    expression,
    searchableProperties(entitySet).map((property) => textOf([property], property.type)),
    request,
  );

const textOf = (path: BoundProperty['path'], type: Property['type'], variable?: BoundVariable): BoundProperty => ({
  kind: 'BoundProperty',
  type: { type, collection: false },
  variable,
  path,
  dynamic: [],
});

/** What is looked into of one thing: the searchable properties of an entity, the texts of a complex value, a text itself. */
export function textsOf({ variable, referent, type }: Beginning, index: ModelIndex): readonly BoundProperty[] {
  if (type.type !== null && type.type.kind !== 'ComplexType') return [textOf([], type.type, variable)];
  const { of } = referent;
  const properties =
    of?.kind === 'NavigationProperty'
      ? searchableProperties(targetOf(index, of))
      : (type.type?.properties.filter((each) => !each.collection && primitiveName(each.type) === 'Edm.String') ?? []);
  return properties.map((property) => textOf([property], property.type, variable));
}

/** A condition on texts: each word and phrase is looked for in all of them. Throws QueryTooComplex. */
export function bindSearch(
  expression: SearchExpression,
  texts: readonly BoundExpression[],
  { budget }: Pick<RequestScope, 'budget'>,
): BoundSearch {
  return { kind: 'BoundSearch', type: booleanType, texts, search: bindNode(expression) };

  function bindNode(node: SearchExpression): SearchCondition {
    switch (node.kind) {
      case 'SearchTerm':
        countNodes(1 + texts.length, { budget, target: '$search' });
        countCharacters(node.value.length, { budget, target: '$search' });
        return { kind: 'Term', text: node.value };
      case 'SearchNot':
        return { kind: 'Not', operand: bindNode(node.operand) };
      case 'SearchBinary':
        return { kind: node.operator === 'AND' ? 'All' : 'Any', operands: operandsOf(node).map(bindNode) };
    }
  }
}

/** However long a chain of one operator, a flat list. */
function operandsOf(node: Extract<SearchExpression, { readonly kind: 'SearchBinary' }>): readonly SearchExpression[] {
  const reversed: SearchExpression[] = [];
  let rest: SearchExpression = node;
  while (rest.kind === 'SearchBinary' && rest.operator === node.operator) {
    reversed.push(rest.right);
    rest = rest.left;
  }
  reversed.push(rest);
  return reversed.reverse();
}
