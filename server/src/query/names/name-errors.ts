/** Names that are not what their place needs, in the words of the catalogue. */
import {
  invisibleIn,
  print,
  type NameSegment,
  type Node,
  type PathSegment,
  type ResourcePath,
} from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import { toIdentifier } from '../../util/identifier.ts';
import type { ModelIndex } from '../model-index.ts';
import { openNameHint } from '../open-names.ts';
import { segmentText } from '../segment-text.ts';
import { typeName } from '../type-rules.ts';
import { typeAt, type Meant } from './model-names.ts';
import { entitySetHint, functionHint, keyedForm, memberHint } from './name-hints.ts';
import { isCollection, type NameError, type Place } from './names.ts';

type Within = Place<Meant>;

const dotted = ' A name with a dot is a type, a function or an action, and none of this name exists here.';

/** The error of a resource path: 404, what is not there, and in what. */
export function pathError(error: NameError<Meant>, { segments }: ResourcePath, index: ModelIndex): ODataError {
  const position = segments.findIndex((segment) => segment === error.node);
  const segment = segments[position];
  const [within] = error.within;
  if (segment === undefined || within === undefined) return optionError(error, '$filter', index);
  if (segment.kind === 'CrossjoinSegment') {
    const name = segment.entitySets.find((each) => !index.entitySets.has(each)) ?? '$crossjoin';
    return unknownResource(name, 'this service', didYouMean(name, index.entitySets.keys()));
  }
  const name = segmentText(segment);
  if (error.problem === 'parentheses' && segment.kind === 'NameSegment')
    return parenthesesError(segment, within, index);
  const before = segments[position - 1];
  const { text, hint } = described(within, segment, before === undefined ? '' : segmentText(before), index);
  return unknownResource(name, text, hint);
}

const unknownResource = (name: string, within: string, hint: string): ODataError =>
  ODataError.of('UnknownResource', { name, within, hint: `${unseen(name)}${hint}` }, { target: name });

/** Tells a character that nobody sees, and that came with what was pasted. */
function unseen(name: string): string {
  const found = invisibleIn(name);
  return found === undefined ? '' : ` The name holds a ${found}.`;
}

/** What a place is called, and what could have stood there. */
function described(
  within: Within,
  segment: PathSegment,
  before: string,
  index: ModelIndex,
): { readonly text: string; readonly hint: string } {
  const type = typeAt(within.of, index);
  const isName = segment.kind === 'NameSegment';
  const hint = isName && segment.qualified ? dotted : '';
  const setName = within.of?.kind === 'NavigationProperty' ? within.of.target : within.of?.name;
  switch (within.kind) {
    case 'root':
      return { text: 'this service', hint: entitySetHint(misspelt(segment), index) };
    case 'entities':
      if (setName === undefined) return { text: 'entities of whatever type', hint };
      return {
        text: `the collection '${setName}'`,
        hint: hint || behindCollection(segment, before, type, index),
      };
    case 'entity':
    case 'complex':
      if (type === undefined || type === 'open') return { text: before === '' ? 'an entity' : `'${before}'`, hint };
      if (within.kind === 'complex' && type.open && toIdentifier(segmentText(segment)) !== segmentText(segment)) {
        return { text: `'${before}'`, hint: ` ${openNameHint(before, segmentText(segment))}` };
      }
      if (!isName) {
        const close = didYouMean(segmentText(segment), index.members(type).keys());
        return { text: within.kind === 'entity' ? `a single ${type.name}` : `'${before}'`, hint: close };
      }
      return { text: `type '${type.name}'`, hint: memberHint(segment.name, type, 'path', index) || hint };
    default:
      return { text: `'${before}'`, hint: hint || didYouMean(segmentText(segment), ['$value']) };
  }
}

/** What stands behind a collection without parentheses: a keyword without its `$`, a key, or a property of one entity. */
function behindCollection(
  segment: PathSegment,
  before: string,
  type: ReturnType<typeof typeAt>,
  index: ModelIndex,
): string {
  const name = segmentText(segment);
  if (/^count$/i.test(name)) return " Did you mean '$count'?";
  if (type === undefined || type === 'open' || type.kind !== 'EntityType') return '';
  if (segment.kind !== 'NameSegment' && segment.kind !== 'KeySegment')
    return ` Name one entity by its key first: ${before}('...').`;
  const isMember = index.members(type).has(name);
  const keyed = keyedForm(before, type, isMember ? '...' : name);
  if (keyed === undefined) return '';
  return isMember
    ? ` Name one entity by its key first: ${keyed}/${name}.`
    : ` For the entity with that key, write ${keyed}.`;
}

/** A name without its namespace, which may be all that is wrong with it. */
const misspelt = (segment: PathSegment): string => segmentText(segment).split('.').at(-1) ?? '';

/** Parentheses behind what takes none. */
function parenthesesError(segment: NameSegment, within: Within, index: ModelIndex): ODataError {
  const { name } = segment;
  const type = typeAt(within.of, index);
  const member = type === undefined || type === 'open' ? undefined : index.members(type).get(name);
  if (segment.key !== undefined) {
    const hint = ` Write one pair of parentheses, with the key in it: ${name}('...').`;
    return ODataError.of(
      'UnknownResource',
      { name: `${name}(...)(...)`, within: 'this service', hint },
      { target: name },
    );
  }
  if (member?.kind === 'NavigationProperty') {
    const reason = `'${name}' is a single entity and takes no key.`;
    return ODataError.of('InvalidKey', { entitySet: member.target, reason }, { target: member.target });
  }
  const kind = segment.qualified ? 'type' : 'property';
  const hint = ` '${name}' is a ${kind} and takes no parentheses.`;
  return ODataError.of('UnknownResource', { name: `${name}(...)`, within: 'this service', hint }, { target: name });
}

// ---- Query options --------------------------------------------------------------------------------------------------

/** The error of a query option: 400. */
export function optionError(
  { problem, node, within }: NameError<Meant>,
  target: string,
  index: ModelIndex,
): ODataError {
  const text = shown(decodeURIComponent(print(node)));
  const invalid = (reason: string) => ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
  switch (problem) {
    case 'unknown':
      return isNameSegment(node) ? unknownName(node, within, target, index) : invalid(`${misplaced(node, within)}.`);
    case 'parentheses':
      return isNameSegment(node) ? unknownFunction(node, target) : invalid(`${misplaced(node, within)}.`);
    case 'collection':
      return invalid(`'${text}' is a collection, and groupby takes single values.`);
    case 'leaf':
      return invalid(`'${text}' is a single value, so the path cannot go on behind it.`);
    case 'notCollection':
      return invalid(
        isNameSegment(node) ? `'${text}' is not a collection, which join needs.` : `${misplaced(node, within)}.`,
      );
    case 'noMethod':
      return invalid(`'${text}' needs a method and an alias, as in '${text} with max as ${aliasFor(text)}'.`);
    case 'operand':
      return invalid(
        `'${text}' leads through a collection, and arithmetic needs single values. Compute them where the collection's items are, and aggregate the result.`,
      );
  }
}

const isNameSegment = (node: Node): node is NameSegment => node.kind === 'NameSegment';

const aliasFor = (text: string): string => `Max${/^[\w/]+$/.test(text) ? (text.split('/').at(-1) ?? '') : 'Value'}`;

/** A keyword behind what it means nothing for: `$count` and `any` need collections. */
function misplaced(node: Node, [within]: readonly Within[]): string {
  const needsCollection = ['CountSegment', 'LambdaSegment', 'AggregateSegment', 'FilterSegment'].includes(node.kind);
  const name = within?.of?.name;
  const subject = name === undefined ? 'what is before it' : `'${name}'`;
  const text = shown(/^[@$\w.]+/.exec(print(node))?.[0] ?? print(node));
  if (node.kind === 'KeySegment' && name !== undefined && /^\d/.test(text)) {
    return `'${text}' cannot stand behind ${subject}; to divide, write ${name} div ${text}`;
  }
  if (needsCollection) return `'${text}' needs a collection, and ${subject} is none`;
  return `'${text}' cannot stand behind ${subject}`;
}

function unknownName(segment: NameSegment, places: readonly Within[], target: string, index: ModelIndex): ODataError {
  const { name, qualified, arguments: args } = segment;
  const [within] = places;
  if (within?.kind === 'root') {
    const reason = `there is no entity set '${shown(name)}'.${entitySetHint(name, index)}`;
    return ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
  }
  if (args !== undefined) return unknownFunction(segment, target);
  if (within !== undefined && isCollection(within)) return passedCollection(within, name, target);
  if (within?.closed === true) return droppedName(name, within, target);
  const type = typeAt(within?.of, index);
  const isOfType = type !== undefined && type !== 'open';
  const added = didYouMean(name, within?.added?.keys() ?? []);
  const hint = added || (isOfType ? memberHint(name, type, target, index) : '') || (qualified ? dotted : '');
  return ODataError.of(
    'UnknownProperty',
    { name, type: typeText(within, index), hint: `${unseen(name)}${hint}` },
    { target },
  );
}

/** The error of a call whose function there is not: 400. */
export function unknownFunction({ name, arguments: args = [] }: NameSegment, target: string): ODataError {
  const hint = functionHint(
    name,
    args.map((each) => decodeURIComponent(print(each))),
  );
  const reason = `There is no function '${shown(name)}'.${hint || (name.includes('.') ? dotted : '')}`;
  return ODataError.of('UnknownFunction', { reason }, { target });
}

function passedCollection({ of }: Within, name: string, target: string): ODataError {
  const reason = `'${of?.name ?? name}' is a collection, so the path cannot go on to '${shown(name)}'. OData has 'any' and 'all' for that, which this service does not implement.`;
  return ODataError.of('TypeMismatch', { reason }, { target });
}

/** Behind `aggregate` and `groupby` there is only what they made. */
function droppedName(name: string, { added = new Map() }: Within, target: string): ODataError {
  const left = [...added.keys()];
  const list = left.map((each) => `'${each}'`).join(', ');
  const hint = didYouMean(name, left) || (left.length === 0 ? '' : ` There is ${list}.`);
  const reason = `'${shown(name)}' is not among what the transformations before it leave.${hint}`;
  return ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
}

function typeText(within: Within | undefined, index: ModelIndex): string {
  const of = within?.of;
  const type = typeAt(of, index);
  if (type !== undefined && type !== 'open') return type.name;
  return of?.kind === 'Property' ? typeName(of.type) : (of?.name ?? '');
}
