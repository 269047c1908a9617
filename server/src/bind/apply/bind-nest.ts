/** `nest` and `addnested`, `join` and `outerjoin` (Data Aggregation 3.3.3 and 3.4): instances that hold others. */
import type { JoinTransformation, MemberPath, NestTransformation } from '../../../../grammar/index.ts';
import type { NestedSource } from '../../bound/bound-apply.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { ComplexType, EntitySet } from '../../model/edm.ts';
import { targetOf } from '../../model/model-index.ts';
import { bindMembers } from '../expressions/bind-members.ts';
import { instanceOf } from '../names/model-names.ts';
import { unsupported, type Scope } from '../expressions/scope.ts';
import { checkAliases } from './aliases.ts';
import { type ApplyScope, scopeWithin } from './apply-scope.ts';
import type { BoundSequence } from './bind-apply.ts';
import type { BindSequence } from './bind-groupby.ts';
import { closedShape, expandWhole, heldProperty, type Shape, wholeShape, withHeld } from './shape.ts';

/** `nest(... as X)` makes one instance of all, `addnested(Path,... as X)` adds to each what its related ones become. */
export function bindNest(
  node: NestTransformation,
  shape: Shape,
  within: ApplyScope,
  bindSequence: BindSequence,
): BoundSequence {
  const { path, items } = node;
  const names = items.map(({ alias }) => alias);
  checkAliases(names, within.input, shape);
  const source = path === undefined ? undefined : sourceOf(path, shape, within);
  const inner = source === undefined ? shape : source.shape;
  const nested = items.map(({ apply, alias }) => {
    const { steps, shape: left } = bindSequence(
      apply,
      inner,
      source === undefined ? within : { ...within, input: inner },
    );
    const held = heldProperty(alias, left, source?.source.collection ?? true);
    return { step: { name: alias, apply: steps }, held, expand: expandWhole(held, left) };
  });
  const held = nested.map((each) => each.held);
  const expanded = nested.map(({ expand }) => expand);
  const sequences = nested.map(({ step }) => step);
  if (source === undefined) {
    return { steps: [{ kind: 'NestStep', items: sequences }], shape: closedShape(shape, [], held, expanded) };
  }
  const isOneToOne = sequences.every(({ apply }) =>
    apply.every(({ kind }) => kind === 'ComputeStep' || kind === 'AddnestedStep'),
  );
  if (!source.source.collection && !isOneToOne) throw notOneToOne(source.source.name);
  const step = { kind: 'AddnestedStep', source: source.source, items: sequences } as const;
  return { steps: [step], shape: withHeld(shape, held, expanded) };
}

/** As many copies of each instance as it has related ones, each with one of these. */
export function bindJoin(
  node: JoinTransformation,
  shape: Shape,
  within: ApplyScope,
  bindSequence: BindSequence,
): BoundSequence {
  const { alias, apply, path, method } = node;
  checkAliases([alias], within.input, shape);
  const { source, shape: inner } = sourceOf(path, shape, within);
  if (!source.collection) throw notMany(source.name, method);
  const { steps, shape: left } =
    apply === undefined ? { steps: [], shape: inner } : bindSequence(apply, inner, { ...within, input: inner });
  const held = heldProperty(alias, left, false);
  // A complex value is shown like any other, entities where they are expanded.
  const isShown = source.kind === 'Property' || !left.isWhole;
  const step = { kind: 'JoinStep', source, outer: method === 'outerjoin', name: alias, apply: steps } as const;
  return { steps: [step], shape: withHeld(shape, [held], isShown ? [expandWhole(held, left)] : []) };
}

interface Source {
  readonly source: NestedSource;
  readonly shape: Shape;
}

function sourceOf({ segments }: MemberPath, shape: Shape, within: ApplyScope): Source {
  const scope = scopeWithin(within, shape);
  const { members, unbound } = bindMembers(segments, instanceOf(scope.type), scope);
  const [source, behind] = members;
  if (unbound !== undefined || behind !== undefined)
    throw unsupported('A path of several segments to what is nested or joined', '$apply');
  if (source?.kind === 'NavigationProperty') return { source, shape: wholeShape(targetOf(scope.index, source)) };
  if (source?.kind === 'Property' && source.type.kind === 'ComplexType') {
    return { source, shape: wholeShape(valuesSet(source.type, scope)) };
  }
  const reason = `'${source?.name ?? ''}' leads to single values, and what is nested or joined are entities or complex values.`;
  throw ODataError.of('InvalidQueryOption', { name: '$apply', reason }, { target: '$apply' });
}

/** Complex values as if they were the entities of a set. */
const valuesSet = ({ name, open, properties }: ComplexType, { type }: Scope): EntitySet => ({
  kind: 'EntitySet',
  name: type.name,
  entityType: { kind: 'EntityType', name, open, key: [], properties, navigationProperties: [] },
});

function notOneToOne(name: string): ODataError {
  const reason = `'${name}' leads to one instance, which only 'compute', 'addnested' and 'identity' leave one.`;
  return ODataError.of('InvalidQueryOption', { name: '$apply', reason }, { target: '$apply' });
}

function notMany(name: string, method: string): ODataError {
  const reason = `'${name}' is not a collection, which ${method} needs.`;
  return ODataError.of('InvalidQueryOption', { name: '$apply', reason }, { target: '$apply' });
}
