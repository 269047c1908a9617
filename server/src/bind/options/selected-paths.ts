import type { ItemOptions, ValueProjection } from '../../bound/bound.ts';
import type { ModelIndex } from '../../model/model-index.ts';
import { referentOf, typeAt, type Member, type StructuredType } from '../names/model-names.ts';

/** What an item of `$select` names. */
export interface SelectedPath {
  /** How a context URL says it, whatever way it was written (Protocol 10.7). */
  readonly text: string;
  /** From the outside in; none where it adds no property. */
  readonly members: readonly Member[];
  /** `*`: all structural properties, dynamic ones included. */
  readonly isStar?: true;
  /** What is asked of the items of the last member; what is shown of them another path says. */
  readonly items?: ItemOptions;
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

const EVERYTHING: SelectedPath = { text: '*', members: [], isStar: true };

/** The parts of a structured type that paths name. */
export function projectionOf(type: StructuredType, paths: readonly SelectedPath[], index: ModelIndex): ValueProjection {
  const isWhole = paths.some(({ isStar }) => isStar);
  const byName = new Map<string, readonly SelectedPath[]>();
  for (const path of paths) {
    const name = path.members[0]?.name;
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const within = new Map<string, ValueProjection>();
  const items = new Map<string, ItemOptions>();
  for (const [name, named] of byName) {
    const [member] = named[0]?.members ?? [];
    const behind = named.map((path) => ({ ...path, members: path.members.slice(1) }));
    const isPart = !isWhole && !behind.some((path) => path.items === undefined && path.members.length === 0);
    const deeper = behind.filter(({ members }) => members.length > 0);
    for (const path of behind) if (path.items !== undefined && path.members.length === 0) items.set(name, path.items);
    if (member === undefined || (!isPart && !deeper.some((path) => path.items !== undefined))) continue;
    const inner = typeAt(referentOf(member).of, index) ?? 'open';
    within.set(name, projectionOf(inner, isPart ? deeper : [EVERYTHING, ...deeper], index));
  }
  const declared = type === 'open' ? [] : type.properties;
  const names = new Set(declared.map(({ name }) => name));
  const isNavigation = (name: string): boolean => byName.get(name)?.[0]?.members[0]?.kind === 'NavigationProperty';
  return {
    properties: declared.filter(({ name }) => isWhole || byName.has(name)),
    dynamic: isWhole ? undefined : [...byName.keys()].filter((name) => !names.has(name) && !isNavigation(name)),
    within,
    items,
  };
}
