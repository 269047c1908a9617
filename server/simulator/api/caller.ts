import type { SecurityLevel } from '../records.ts';

/** What a manager may be granted; administrators have all of them, standard users none. */
export const permissions = [
  'Review timesheets',
  'Lock timesheets',
  'View People',
  'View Divisions',
  'View Jobs',
  'View Clients',
  'View Tasks',
  'View Billingrates',
  'View Costs',
  'Run Company Reports',
  'View Resource Management',
  'View Employment Types',
  'Add/Edit Employment Types',
] as const;

export type Permission = (typeof permissions)[number];

/** Managers see all lists, but no costs, unless the simulator is told otherwise. */
export const defaultManagerPermissions: readonly Permission[] = permissions.filter((name) => name !== 'View Costs');

/** Who sends a request. */
export interface Caller {
  readonly userId: string;
  readonly level: SecurityLevel;
  readonly permissions: ReadonlySet<Permission>;
  /** Same key, same rights: for caches of rendered text. */
  readonly rightsKey: string;
}

/** A caller with the rights of the level; only a manager's can be chosen. */
export function makeCaller(userId: string, level: SecurityLevel, managerPermissions: readonly Permission[]): Caller {
  const granted = level === 'ADMIN' ? permissions : level === 'MANAGER' ? managerPermissions : [];
  const set = new Set(granted);
  return {
    userId,
    level,
    permissions: set,
    rightsKey: permissions.map((name) => (set.has(name) ? '1' : '0')).join(''),
  };
}
