import type { ValueProjection } from '../bound/bound.ts';
import type { ModelIndex } from '../model/model-index.ts';
import { referentOf, typeAt, type Member, type StructuredType } from './names/model-names.ts';

/** What an item of `$select` names. */
export interface SelectedPath {
  /** How a context URL says it, whatever way it was written (Protocol 10.7). */
  readonly text: string;
  /** From the outside in; none where it adds no property. */
  readonly members: readonly Member[];
  /** `*`: all structural properties, dynamic ones included. */
  readonly isStar?: true;
}

/** Each path once, in their order, without those within others. */
export function selectedTexts(paths: readonly SelectedPath[]): readonly string[] {
  const texts = new Set(paths.map(({ text }) => text));
  const isWithin = (text: string): boolean => {
    for (let end = text.lastIndexOf('/'); end > 0; end = text.lastIndexOf('/', end - 1)) {
      if (texts.has(text.slice(0, end))) return true;
    }
    return false;
  };
  return [...texts].filter((text) => !isWithin(text));
}

/** The parts of a structured type that paths name. */
export function projectionOf(type: StructuredType, paths: readonly SelectedPath[], index: ModelIndex): ValueProjection {
  const isWhole = paths.some(({ isStar }) => isStar);
  const byName = new Map<string, readonly SelectedPath[]>();
  for (const path of paths) {
    const name = path.members[0]?.name;
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const declared = type === 'open' ? [] : type.properties;
  const known = type === 'open' ? new Map<string, Member>() : index.members(type);
  const within = new Map<string, ValueProjection>();
  for (const [name, named] of byName) {
    const [member] = named[0]?.members ?? [];
    const inner = named.map((path) => ({ ...path, members: path.members.slice(1) }));
    if (isWhole || member === undefined || inner.some(({ members }) => members.length === 0)) continue;
    within.set(name, projectionOf(typeAt(referentOf(member).of, index) ?? 'open', inner, index));
  }
  return {
    properties: declared.filter(({ name }) => isWhole || byName.has(name)),
    dynamic: isWhole ? undefined : [...byName.keys()].filter((name) => !known.has(name)),
    within,
  };
}
