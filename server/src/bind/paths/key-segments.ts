/** Keys as segments behind the collection that their entity is in (URL Conventions 4.3.6). */
import type { PathSegment } from '../../../../grammar/index.ts';
import type { EntityAccess, KeyAccess, KeyValue } from '../../bound/bound.ts';
import { writingHint } from '../../bound/type-rules.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { modelIndex } from '../../model/model-index.ts';
import type { EdmModel, EntitySet, Property } from '../../model/edm.ts';
import { readRaw } from '../../model/literals.ts';
import { shown } from '../../util/shown.ts';
import { impliedKey, keyProperties } from './bind-key.ts';
import { keyedForm } from '../hints/entity-set-hint.ts';

/** The entity that some segments lead to, and how many they are. */
interface KeyedBySegments {
  readonly access: KeyAccess;
  readonly length: number;
}

/** The text of a segment that may be a key; nothing for those that are something else wherever they stand. */
export function keyText(segment: PathSegment | undefined): string | undefined {
  if (segment?.kind === 'KeySegment') return segment.value;
  return segment?.kind === 'NameSegment' && segment.arguments === undefined ? segment.name : undefined;
}

/**
 * The entity behind a collection whose key the first of some segments hold, one each and in the key's order; values that
 * the relationship fixes are left out. Throws UnknownResource where a segment is no such value.
 */
export function bindKeySegments(
  segments: readonly PathSegment[],
  of: EntityAccess,
  { model }: { readonly model: EdmModel },
): KeyedBySegments {
  const { entitySet } = of;
  const implied = impliedKey(of);
  const open = keyProperties(entitySet).filter(({ name }) => !implied.has(name));
  const given = new Map(open.map((property, position) => [property.name, valueOf(property, segments[position], of)]));
  const key = keyProperties(entitySet).flatMap(({ name }) => given.get(name) ?? implied.get(name) ?? []);
  const hint = meantHint(keyText(segments[0]) ?? '', entitySet, model);
  return { access: { kind: 'KeyAccess', entitySet, of, key, hint }, length: open.length };
}

function valueOf(property: Property, segment: PathSegment | undefined, { entitySet }: EntityAccess): KeyValue {
  const { type, name } = property;
  const text = keyText(segment);
  if (text === undefined) {
    const reason = `'${name}' is missing: write one segment for each of ${entitySet.entityType.key.join(', ')}.`;
    throw ODataError.of('InvalidKey', { entitySet: entitySet.name, reason }, { target: entitySet.name });
  }
  const value = readRaw(type, text);
  if (value !== undefined) return { property, value };
  const hint = ` What stands behind a collection is a key, and '${name}' is of type ${type.name}. ${writingHint(type)}`;
  const within = `the collection '${entitySet.name}'`;
  throw ODataError.of('UnknownResource', { name: shown(text), within, hint }, { target: shown(text) });
}

/** For a key that may be meant as something else: a property, `$count` without its `$`, or a text in quotes. */
function meantHint(text: string, { name, entityType }: EntitySet, model: EdmModel): string | undefined {
  const asKey = ` What stands behind a collection is a key.`;
  if (/^count$/i.test(text)) return `${asKey} Did you mean '$count'?`;
  const keyed = (key: string): string => keyedForm(name, entityType, key) ?? `${name}(...)`;
  if (/^'.+'$/s.test(text)) return `${asKey} It has no quotes there: write ${keyed(text)}.`;
  if (!modelIndex(model).members(entityType).has(text)) return undefined;
  return `${asKey} For '${text}' of one entity, name the entity first: ${keyed('...')}/${text}.`;
}
