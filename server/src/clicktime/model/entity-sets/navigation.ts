import type { NavigationProperty } from '../../../model/edm.ts';

interface NavigationParts {
  readonly name: string;
  readonly target: string;
  readonly partner?: string;
  readonly description: string;
}

/** To the one entity of `target` whose ID stands in `from`. */
export const toOne = (from: string, parts: NavigationParts): NavigationProperty => ({
  kind: 'NavigationProperty',
  collection: false,
  nullable: true,
  join: [{ from, to: 'ID', operator: 'eq' }],
  ...parts,
});

/** To all entities of `target` that hold this entity's ID in `to`. */
export const toMany = (to: string, parts: NavigationParts): NavigationProperty => ({
  kind: 'NavigationProperty',
  collection: true,
  nullable: false,
  join: [{ from: 'ID', to, operator: 'eq' }],
  ...parts,
});
