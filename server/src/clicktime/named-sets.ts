import type { EdmModel } from '../model/edm.ts';
import { entityContainers } from '../model/model-index.ts';

/** What may lead to any set, and where names may stand that are written otherwise. */
const ANYTHING = /\$(?:metadata|all|entity)|\*|%/;
const NAMES = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*/gu;

/**
 * Those of some entity sets that a request may be about: whose names are in its text, or those of navigation to them. It may be
 * said of more than it is about, never of fewer.
 */
export function setsNamedIn(text: string, model: EdmModel, wanted: readonly string[]): readonly string[] {
  const decoded = decode(text);
  if (ANYTHING.test(decoded)) return wanted;
  const names = new Set(decoded.match(NAMES));
  const found = new Set<string>();
  for (const { name, derived, entityType } of entityContainers(model)) {
    if (names.has(name) && derived !== undefined) return wanted;
    if (names.has(name)) found.add(name);
    for (const navigation of entityType.navigationProperties)
      if (names.has(navigation.name)) found.add(navigation.target);
  }
  return wanted.filter((name) => found.has(name));
}

/** As it is meant; with a `%` left where it cannot be told. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '%';
  }
}
