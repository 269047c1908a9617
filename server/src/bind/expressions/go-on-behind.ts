/** Where paths go on behind expressions that names stand for: parameter aliases and computed properties. */
import type { PathSegment } from '../../../../grammar/index.ts';
import type { BoundExpression, BoundProperty } from '../../bound/bound.ts';
import { capital, describe } from '../../bound/describe.ts';
import { untyped } from '../../bound/type-rules.ts';
import type { Property } from '../../model/edm.ts';
import { shown } from '../../util/shown.ts';
import type { Start } from './beginnings.ts';
import { isPlainName } from './bind-members.ts';
import { textOfPath } from '../hints/segment-text.ts';
import { instanceOf, type Meant, type Member, referentOf } from '../names/model-names.ts';
import type { Referent } from '../names/names.ts';
import { mismatch, type Scope } from './scope.ts';

type Next =
  /** Members of what a path leads to. */
  | { readonly kind: 'start'; readonly start: Start }
  /** Items of a collection. */
  | { readonly kind: 'items'; readonly referent: Referent<Meant> }
  /** What the first segment names. */
  | { readonly kind: 'value'; readonly value: BoundExpression };

/** What the segments are about. Throws TypeMismatch where nothing can stand behind the expression. */
export function goOnBehind(expression: BoundExpression, segments: readonly PathSegment[], scope: Scope): Next {
  const start = expression.kind === 'BoundProperty' ? startBehind(expression, segments, scope) : undefined;
  if (start !== undefined) return { kind: 'start', start };
  if (expression.type.collection) return { kind: 'items', referent: itemsOf(expression) };
  const [first] = segments;
  if (expression.kind === 'BoundRecord' && first !== undefined && isPlainName(first)) {
    const member = expression.members.find(({ name }) => name === first.name);
    if (member !== undefined) return { kind: 'value', value: member.value };
    throw mismatch(`The object has no member '${shown(first.name)}'.`, scope);
  }
  const reason = `${capital(describe(expression))} is a single value, so the path cannot go on behind it, as '${shown(textOfPath(segments))}' does.`;
  throw mismatch(reason, scope);
}

function startBehind(property: BoundProperty, segments: readonly PathSegment[], scope: Scope): Start | undefined {
  const { path, dynamic, variable, type } = property;
  const before: readonly Member[] = [...path, ...dynamic.map((name) => ({ kind: 'DynamicProperty', name }) as const)];
  const last = before.at(-1);
  const referent = last === undefined ? beginningOf(property, scope) : referentOf(last);
  if (referent === undefined || referent.kind === 'primitive') return undefined;
  return { ...(variable && { variable }), before, referent, segments, type: last === undefined ? type : untyped };
}

/** What a path without segments leads to. */
function beginningOf({ variable }: BoundProperty, { here, it, variables }: Scope): Referent<Meant> | undefined {
  if (variable?.entityType !== undefined) return instanceOf(variable.entityType);
  const known = [here, ...(it ? [it] : []), ...variables.values()];
  return known.find((beginning) => beginning.variable === variable)?.referent;
}

/** The items of a collection that no property holds. */
function itemsOf(expression: BoundExpression): Referent<Meant> {
  const { type } = expression.type;
  const entityType = expression.kind === 'BoundLambda' ? expression.variable.entityType : undefined;
  if (entityType !== undefined) return { kind: 'entities', of: entityType };
  if (type === null) return { kind: 'complexes', of: { kind: 'DynamicProperty', name: 'item' } };
  const item: Property = { kind: 'Property', name: 'item', type, collection: true, nullable: true };
  return referentOf(item);
}
