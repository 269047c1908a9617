import type { OrderbyItem } from '../../../../grammar/index.ts';
import type { BoundExpression, BoundOrderbyItem } from '../../bound/bound.ts';
import { capital, describe, isNavigation } from '../../bound/describe.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { bindExpression } from '../expressions/bind-expression.ts';
import { literalText } from '../expressions/bind-literal.ts';
import { mismatch, type Scope } from '../expressions/scope.ts';

/** Expressions that have an order, for `$orderby`; of constants it is told that they order nothing. */
export function bindOrderbyItems(items: readonly OrderbyItem[], scope: Scope): readonly BoundOrderbyItem[] {
  return items.map(({ expression, descending }) => {
    const bound = bindExpression(expression, scope);
    if (expression.kind === 'Literal') throw orderedByConstant(bound, scope);
    if (isSortable(bound)) return { expression: bound, descending };
    throw mismatch(
      `${capital(describe(bound))} has no order. Sort by a single value, such as a number or a text.`,
      scope,
    );
  });
}

const isSortable = (expression: BoundExpression): boolean =>
  !expression.type.collection && !isNavigation(expression) && expression.type.type?.kind !== 'ComplexType';

/** `$orderby='Date'` and `$orderby=1`, as SQL says it: a value is the same for every entity. */
function orderedByConstant(constant: BoundExpression, { type, target }: Scope): ODataError {
  const text = literalText(constant);
  const named = type.properties.find(({ name }) => name === text);
  const example = named ?? type.properties.find(({ name }) => !type.key.includes(name));
  const reason = `${describe(constant)} is the same for every entity, so it orders nothing. Write a property without quotes, such as ${example?.name ?? 'Name'}.`;
  return ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
}
