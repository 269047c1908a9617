/** Names that are not there, in the words of the catalogue: 400, with what was probably meant. */
import { PLACE } from '../../bound/bound.ts';
import { invisibleIn, print, type NameSegment, type PathSegment } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import { isOpenValue, typeAt, type Meant } from '../names/model-names.ts';
import { isCollection, type Referent } from '../names/names.ts';
import { entitySetHint } from './entity-set-hint.ts';
import { functionHint } from './function-hint.ts';
import { memberHint } from './member-hint.ts';
import { openNameHint } from './open-names.ts';
import { textOfPath } from './segment-text.ts';

/** Why a name with a dot is not there. */
export const dotted = ' A name with a dot is a type, a function or an action, and none of this name exists here.';

/** Tells a character that nobody sees, and that came with what was pasted. */
export function unseen(name: string): string {
  const found = invisibleIn(name);
  return found === undefined ? '' : ` The name holds a ${found}.`;
}

/** The error of a name that is not there: 400, with what was probably meant. */
export function unknownName(
  segment: NameSegment,
  within: Referent<Meant> | undefined,
  before: readonly PathSegment[],
  target: string,
  index: ModelIndex,
): ODataError {
  const { name, qualified, arguments: args } = segment;
  if (within?.kind === 'root') {
    const reason = `there is no entity set '${shown(name)}'.${entitySetHint(name, index)}`;
    return ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
  }
  if (args !== undefined) return unknownFunction(segment, target);
  if (within !== undefined && isCollection(within)) return passedCollection(within, name, target);
  if (within?.closed === true) return droppedName(name, [...(within.added?.keys() ?? [])], target);
  const type = typeAt(within?.of, index);
  const left = leftBehind(type);
  if (left !== undefined && !qualified) return droppedName(name, left, target, isJoined(type));
  const isOfType = type !== undefined && type !== 'open';
  const added = didYouMean(name, within?.added?.keys() ?? []);
  const open = qualified && isOpenValue(within, index) ? ` ${openNameHint(textOfPath(before), name)}` : '';
  const member = isOfType && open === '' ? memberHint(name, type, { target, before: textOfPath(before) }, index) : '';
  const hint = added || open || member || (qualified ? dotted : '');
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

function passedCollection({ of }: Referent<Meant>, name: string, target: string): ODataError {
  const collection = of?.name ?? name;
  const reason = `'${collection}' is a collection, so the path cannot go on to '${shown(name)}'. Ask for its items with 'any' or 'all', as in ${collection}/any(x:x/${shown(name)} eq ...).`;
  return ODataError.of('TypeMismatch', { reason }, { target });
}

/** The names of a type that transformations have made: without a key, or of what instances were grouped by. */
function leftBehind(type: ReturnType<typeof typeAt>): readonly string[] | undefined {
  if (type === undefined || type === 'open') return undefined;
  const navigation = type.kind === 'EntityType' ? type.navigationProperties : [];
  const isMade =
    type.properties.some(({ made }) => made !== undefined) || navigation.some(({ held }) => held !== undefined);
  const names = [...type.properties, ...navigation].map((member) => member.name);
  return isMade ? names.filter((name) => name !== PLACE) : undefined;
}

/** Whether it is the type of combinations. */
const isJoined = (type: ReturnType<typeof typeAt>): boolean =>
  type !== undefined && type !== 'open' && type.properties.some(({ name }) => name === PLACE);

/** Behind `aggregate` and `groupby` there is only what they made. */
function droppedName(name: string, left: readonly string[], target: string, isOfJoin = false): ODataError {
  const list = left.map((each) => `'${each}'`).join(', ');
  const hint = didYouMean(name, left) || (left.length === 0 ? '' : ` There is ${list}.`);
  const where = isOfJoin ? 'none of the joined entity sets' : 'not among what the transformations before it leave';
  const reason = `'${shown(name)}' is ${where}.${hint}`;
  return ODataError.of('InvalidQueryOption', { name: target, reason }, { target });
}

function typeText(within: Referent<Meant> | undefined, index: ModelIndex): string {
  const of = within?.of;
  const type = typeAt(of, index);
  if (type !== undefined && type !== 'open') return type.name;
  return of?.kind === 'Property' ? of.type.name : (of?.name ?? '');
}
