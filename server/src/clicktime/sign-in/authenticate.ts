import { ODataError } from '../../errors/odata-error.ts';
import type { RequestContext } from '../../source/source.ts';
import { isObject } from '../../util/json-object.ts';
import { addressBlock } from '../../util/address-block.ts';
import { createRememberedWork } from '../../util/remembered-work.ts';
import type { KnownCredentials } from './known-credentials.ts';
import type { SignInGate } from './sign-in-gate.ts';
import { askedBy, type Upstream } from '../upstream/upstream.ts';

/**
 * Resolves when ClickTime accepts the credentials, or did so within the time they are remembered.
 * @throws InvalidToken where it does not; TooManySignIns where too many strangers are there to ask about this one.
 */
export type Authenticate = (context: RequestContext) => Promise<void>;

const subject = {
  entitySet: 'Me',
  access: 'ClickTime lets every account read itself where the plan includes the API; ask your administrator about it.',
} as const;

interface AuthenticateParts {
  readonly upstream: Upstream;
  readonly known: KnownCredentials;
  /** Is told of each account that is asked for whether it is an administrator. */
  readonly onAccount: (owner: string, isAdministrator: boolean) => void;
  /** Where those wait whom nobody knows. */
  readonly gate: SignInGate;
}

/**
 * Asks for the caller's own record; only its being answered matters, and whether it is an administrator; the rest is dropped. Requests that come at the
 * same time ask once, for tools open with many, and ClickTime answers few of one token. Tokens that were good before
 * wait for nobody.
 */
export function createAuthenticate({ upstream, known, gate, onAccount }: AuthenticateParts): Authenticate {
  const asking = createRememberedWork<void>();

  async function ask(context: RequestContext): Promise<void> {
    const answer = await upstream.get({
      ...askedBy(context),
      path: 'Me',
      query: '',
      priority: 'interactive',
      subject,
      absentAt: [],
      isSignIn: true,
    });
    if (answer.kind === 'Absent') throw invalid();
    const level = isObject(answer.data) ? answer.data['SecurityLevel'] : undefined;
    if (typeof level === 'string') onAccount(context.owner, /admin/i.test(level));
  }

  return async (context) => {
    const { owner, signal, deadline } = context;
    const askNow = (shared: AbortSignal): Promise<void> => ask({ ...context, signal: shared });
    const once = (work: typeof askNow): Promise<void> => asking.recall({ owner, key: 'Me', signal, deadline, work });
    switch (known.standing(owner)) {
      case 'accepted':
        return;
      case 'refused':
        throw invalid();
      case 'familiar':
        return once(askNow);
      case 'stranger': {
        const address = addressBlock(context.address ?? '');
        const leave = gate.arrive(address);
        return once((shared) => gate.pass(address, shared, () => askNow(shared))).finally(leave);
      }
    }
  };
}

const invalid = (): ODataError => ODataError.of('InvalidToken', { words: '' });
