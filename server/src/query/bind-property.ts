import type { MemberPath, PathSegment } from '../../../grammar/index.ts';
import { ODataError } from '../errors/odata-error.ts';
import type { ComplexType, EntityType, NavigationProperty, Property } from '../model/edm.ts';
import { didYouMean } from '../util/did-you-mean.ts';
import type { BoundProperty } from './bound.ts';
import { canonicalFunctions } from './canonical-functions.ts';
import { unsupportedFunctions } from './function-signatures.ts';
import { targetOf } from './model-index.ts';
import { mismatch, unsupported, type Scope } from './scope.ts';
import { typeName, untyped } from './type-rules.ts';

type Step = Property | NavigationProperty;

/** A path in an expression, `Name`, `Address/City`, `Job/Client/Name`, `CustomFields/Region`, checked name by name. */
export function bindMemberPath(node: MemberPath, scope: Scope): BoundProperty {
  checkRoot(node, scope);
  const path: Step[] = [];
  const dynamic: string[] = [];
  for (const segment of node.segments) {
    const name = nameOf(segment, scope);
    if (segment.kind === 'NameSegment' && segment.arguments !== undefined) throw notAName(name, path.at(-1), scope);
    const step = dynamic.length > 0 ? undefined : nextStep(name, path.at(-1), scope);
    if (step === undefined) dynamic.push(name);
    else path.push(step);
  }
  return { kind: 'BoundProperty', type: dynamic.length > 0 ? untyped : typeOf(path.at(-1)), path, dynamic };
}

function checkRoot({ root, segments }: MemberPath, scope: Scope): void {
  if (root === undefined) return;
  if (root === '@') throw unsupported('A path behind a parameter alias', scope.target);
  const plain = root === '$it' && !scope.nested && segments.length > 0;
  if (!plain) throw unsupported(root === '$it' ? "'$it' as a value" : `'${root}'`, scope.target);
}

function typeOf(step: Step | undefined): BoundProperty['type'] {
  if (step === undefined || step.kind === 'NavigationProperty') return untyped;
  return { type: step.type, collection: step.collection };
}

/** The next declared step behind `last` (the entity itself where there is none), or nothing for a dynamic property. */
function nextStep(name: string, last: Step | undefined, scope: Scope): Step | undefined {
  const within = typeBehind(last, name, scope);
  const members = scope.index.members(within);
  const step = members.get(name);
  if (step === undefined && !within.open) throw unknownProperty(name, within.name, members.keys(), scope);
  return step;
}

function typeBehind(last: Step | undefined, name: string, scope: Scope): EntityType | ComplexType {
  if (last === undefined) return scope.type;
  if (last.collection) {
    const reason = `'${last.name}' is a collection, so the path cannot go on to '${name}'.`;
    throw mismatch(`${reason} OData has 'any' and 'all' for that, which this service does not implement.`, scope);
  }
  if (last.kind === 'NavigationProperty') return targetOf(scope.index, last).entityType;
  if (last.type.kind === 'ComplexType') return last.type;
  throw unknownProperty(name, typeName(last.type), [], scope);
}

function unknownProperty(name: string, type: string, known: Iterable<string>, scope: Scope): ODataError {
  const hint = didYouMean(name, known) || " If it is meant as a text, put it in single quotes: 'abc'.";
  return ODataError.of('UnknownProperty', { name, type, hint }, { target: scope.target });
}

function nameOf(segment: PathSegment, scope: Scope): string {
  switch (segment.kind) {
    case 'NameSegment':
      if (!segment.qualified) return segment.name;
      throw unsupported(`The ${segment.arguments ? 'function' : 'type cast'} '${segment.name}'`, scope.target);
    case 'LambdaSegment':
      throw unsupported(`'${segment.operator}' over a collection`, scope.target);
    case 'CountSegment':
      throw unsupported("'$count' in an expression", scope.target);
    case 'FilterSegment':
      throw unsupported("'$filter' as part of a path", scope.target);
    case 'AnnotationSegment':
      throw unsupported('The value of an annotation in an expression', scope.target);
    case 'AggregateSegment':
      throw unsupported("'aggregate' in an expression", scope.target);
    case 'ReservedSegment':
      throw unsupported(`'${segment.name}' in an expression`, scope.target);
    case 'KeySegment':
    case 'CrossjoinSegment':
    case 'AllSegment':
    case 'EntitySegment':
      throw unsupported('A resource path in an expression', scope.target);
  }
}

/** Parentheses behind a name are a key where the name leads to entities, else somebody's function. */
function notAName(name: string, last: Step | undefined, scope: Scope): ODataError {
  const member = scope.index.members(typeBehind(last, name, scope)).get(name);
  if (member?.kind === 'NavigationProperty') return unsupported('A key in an expression', scope.target);
  const hint = didYouMean(name, [...canonicalFunctions, ...unsupportedFunctions]);
  return ODataError.of('UnknownFunction', { name, hint }, { target: scope.target });
}
