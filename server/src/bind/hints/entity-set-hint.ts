import type { EntityType } from '../../model/edm.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { periodsLike } from './periods-like.ts';
import { sameLetters } from './related-names.ts';

/** Longer keys are not repeated. */
const LONGEST = 100;

/** An entity set of another name, of a word for it, or of a misspelt one. */
export function entitySetHint(name: string, index: ModelIndex): string {
  const bySynonym = [...index.entitySets.values()].find(({ synonyms = [] }) =>
    synonyms.some((synonym) => sameLetters(synonym, name)),
  );
  if (bySynonym !== undefined) return ` Did you mean '${bySynonym.name}'?`;
  const sets = [...index.entitySets.keys(), ...index.singletons.keys(), '$metadata'];
  // `last90days` is a name, but hardly meant as one.
  return (
    didYouMean(name, sets) ||
    didYouMean(name, /^(?:last|this|since|month|quarter|year)/i.test(name) ? periodsLike(name) : [])
  );
}

/** How the entity with a key is written behind a collection; nothing where the key has several parts. */
export function keyedForm(collection: string, type: EntityType, written: string): string | undefined {
  const key = written.replace(/^'(.+)'$/s, '$1');
  const [only, ...others] = type.key;
  const property = type.properties.find(({ name }) => name === only);
  if (property === undefined || others.length > 0 || key.length > LONGEST) return undefined;
  const isText = property.type.kind === 'PrimitiveType' && property.type.name === 'Edm.String';
  return isText ? `${collection}('${key.replaceAll("'", "''")}')` : `${collection}(${key})`;
}
