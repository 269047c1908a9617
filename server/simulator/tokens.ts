import type { Caller, Permission } from './api/caller.ts';
import type { Company } from './company/company.ts';
import { defaultManagerPermissions, makeCaller } from './api/caller.ts';
import { idScheme } from './company/ids.ts';

/** The simulator's API tokens: one per user. */
export interface Tokens {
  readonly admin: string;
  readonly manager: string;
  readonly standard: string;
  /** Token of user number `index` (0 to users-1); the first three are `demo-admin`, `demo-manager`, `demo-standard`. */
  readonly ofUser: (index: number) => string;
  /** Adds a token of a user; for a manager, with exactly these permissions. */
  readonly add: (token: string, userIndex: number, permissions?: readonly Permission[]) => void;
  /** From now on 401 for this token, until it is added again. */
  readonly revoke: (token: string) => void;
  /** Who a token stands for; undefined for unknown, revoked and inactive users' tokens. */
  readonly caller: (token: string) => Caller | undefined;
  /** Index of a token's user, for logs; undefined for unknown tokens. */
  readonly userIndex: (token: string) => number | undefined;
}

/** The tokens of the first three users, whatever the company is, and what each may read. */
export const demoTokens = [
  { token: 'demo-admin', about: 'is an administrator and reads everything' },
  { token: 'demo-manager', about: 'is a manager and reads everything but costs' },
  { token: 'demo-standard', about: "is a standard user, whom ClickTime refuses the company's lists" },
] as const;

const demo: readonly string[] = demoTokens.map(({ token }) => token);

/** Tokens of a company's users. */
export function makeTokens(
  company: Company,
  managerPermissions: readonly Permission[] = defaultManagerPermissions,
): Tokens {
  const scheme = idScheme(company.seed, 'Tokens');
  const added = new Map<string, { readonly user: number; readonly permissions: readonly Permission[] | undefined }>();
  const revoked = new Set<string>();
  const callers = new Map<string, { readonly record: object; readonly caller: Caller }>();

  const ofUser = (index: number): string => {
    if (index < 0 || index >= company.shape.users) throw new RangeError(`There is no user ${index}.`);
    return demo[index] ?? scheme.encode(index);
  };
  const userIndex = (token: string): number | undefined => {
    const known = demo.indexOf(token);
    if (known >= 0) return known;
    const index = added.get(token)?.user ?? scheme.decode(token);
    return index !== undefined && index < company.shape.users ? index : undefined;
  };

  return {
    admin: ofUser(0),
    manager: ofUser(1),
    standard: ofUser(2),
    ofUser,
    userIndex,
    add(token, index, permissions) {
      ofUser(index);
      revoked.delete(token);
      callers.delete(token);
      added.set(token, { user: index, permissions });
    },
    revoke: (token) => void revoked.add(token),
    caller(token) {
      if (revoked.has(token)) return undefined;
      const index = userIndex(token);
      const record = index === undefined ? undefined : company.tables.Users.byId(company.userIds.encode(index));
      if (record === undefined || !record.IsActive) return undefined;
      const known = callers.get(token);
      if (known?.record === record) return known.caller;
      const caller = makeCaller(record.ID, record.SecurityLevel, added.get(token)?.permissions ?? managerPermissions);
      callers.set(token, { record, caller });
      return caller;
    },
  };
}
