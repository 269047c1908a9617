/** Names in paths that are not what may stand there, in the words of the catalogue. */
import type { NameSegment, PathSegment, ResourcePath } from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { toIdentifier } from '../../util/identifier.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { openNameHint } from './open-names.ts';
import { segmentText } from './segment-text.ts';
import { typeAt, type Meant, type StructuredType } from '../names/model-names.ts';
import { entitySetHint, keyedForm } from './entity-set-hint.ts';
import { memberHint } from './member-hint.ts';
import type { NameError, Referent } from '../names/names.ts';
import { optionError } from './option-errors.ts';
import { dotted, unseen } from './unknown-name.ts';

type Within = Referent<Meant>;

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

/** What a referent is called, and what could have stood behind it. */
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
      return {
        text: `type '${type.name}'`,
        hint: memberHint(segment.name, type, { target: 'path', before: '' }, index) || hint,
      };
    default:
      return { text: `'${before}'`, hint: hint || didYouMean(segmentText(segment), ['$value']) };
  }
}

/** What stands behind a collection without parentheses: a keyword without its `$`, a key, or a property of one entity. */
function behindCollection(
  segment: PathSegment,
  before: string,
  type: StructuredType | undefined,
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
