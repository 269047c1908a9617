import type { EntitySet } from './edm.ts';

/** What people are shown for an entity set: `TimeEntries` as `Time Entries`, where it has no title of its own. */
export const titleOf = ({ name, title }: Pick<EntitySet, 'name' | 'title'>): string =>
  title ?? name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
