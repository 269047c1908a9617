/** The wizard's state: one union, so that nothing impossible can be shown. */
import type { Catalog } from '../shared/catalog.ts';
import type { DateRange } from '../shared/date-range.ts';
import type { ServiceAddress } from '../shared/service-url.ts';
import type { TableRequest } from '../shared/table-request.ts';
import type { Row } from './client.ts';
import type { Failure } from './failure.ts';
import type { Program } from './programs/program.ts';

export interface Session {
  readonly address: ServiceAddress;
  readonly token: string;
  readonly catalog: Catalog;
}

export interface SetChoice {
  readonly chosen: boolean;
  /** Fields that are switched off. */
  readonly omitted: readonly string[];
  readonly range: DateRange;
}

export type Loaded<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'known'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What has been asked of the service, by address; an answer can never be taken for that of another question. */
export interface Answers {
  readonly counts: Readonly<Record<string, Loaded<number>>>;
  readonly previews: Readonly<Record<string, Loaded<readonly Row[]>>>;
}

export interface Choosing {
  /** Where the data go; undefined where the page runs in Tableau itself. */
  readonly program: Program | undefined;
  readonly session: Session;
  readonly choices: Readonly<Record<string, SetChoice>>;
  readonly answers: Answers;
  /** Name of the entity set whose details are shown. */
  readonly focus: string;
  readonly search: string;
}

type SignInStatus =
  | { readonly kind: 'idle' }
  /** What was typed cannot be sent; the fields say why. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type GatheringStatus =
  | { readonly kind: 'idle' }
  /** Each table is tried once before Tableau takes over. */
  | { readonly kind: 'trying'; readonly done: number }
  | { readonly kind: 'reading'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly entitySet?: string };

interface Opening {
  /** As in `Choosing`; undefined in a browser until it is chosen. */
  readonly program: Program | undefined;
  readonly serviceUrl: string;
  readonly token: string;
  readonly tokenShown: boolean;
  readonly status: SignInStatus;
  /** Choices to restore after signing in: of an edited connection, or of a moment ago. */
  readonly restore?: TableRequest | undefined;
  /** The page was reloaded at its last step, so that signing in leads there again. */
  readonly resume: boolean;
  /** The edited connection's choices cannot be read, so that they have to be made again. */
  readonly unreadable: boolean;
}

export interface ChoosingProgram extends Opening {
  readonly step: 'chooseProgram';
}

export interface SigningIn extends Opening {
  readonly step: 'signIn';
}

export interface ChoosingData extends Choosing {
  readonly step: 'chooseData';
  /** What was chosen once and is no longer there. */
  readonly dropped: readonly string[];
}

export interface GettingData extends Choosing {
  readonly step: 'getData';
  readonly status: GatheringStatus;
}

interface Common {
  /** `yyyy-MM-dd`. */
  readonly today: string;
  /** Number of the latest attempt to sign in, in whose name everything is asked. */
  readonly attempt: number;
}

export type WizardState = Common & (ChoosingProgram | SigningIn | ChoosingData | GettingData);

/** The steps in their order; in Tableau the first one is left out. */
export const STEPS: readonly WizardState['step'][] = ['chooseProgram', 'signIn', 'chooseData', 'getData'];

/** What an answer brings. It belongs to the attempt in whose name was asked: to one account, and to no later one. */
export type Answer = { readonly attempt: number } & (
  | { readonly type: 'checkFailed'; readonly failure: Failure }
  | { readonly type: 'signedIn'; readonly session: Session; readonly counts: Answers['counts'] }
  | { readonly type: 'countAnswered'; readonly url: string; readonly count: Loaded<number> }
  | { readonly type: 'previewAnswered'; readonly url: string; readonly preview: Loaded<readonly Row[]> }
  | { readonly type: 'gathering'; readonly status: GatheringStatus }
);

export type Action =
  | Answer
  | { readonly type: 'programChosen'; readonly program: Program }
  | { readonly type: 'serviceUrlTyped'; readonly text: string }
  | { readonly type: 'tokenTyped'; readonly text: string }
  | { readonly type: 'tokenShownToggled' }
  | { readonly type: 'checkStarted'; readonly attempt: number }
  | { readonly type: 'inputRefused' }
  | { readonly type: 'setToggled'; readonly entitySet: string }
  | { readonly type: 'relatedAdded'; readonly entitySets: readonly string[] }
  | { readonly type: 'focused'; readonly entitySet: string }
  | { readonly type: 'searched'; readonly text: string }
  | { readonly type: 'fieldToggled'; readonly entitySet: string; readonly field: string }
  | {
      readonly type: 'fieldsSwitched';
      readonly entitySet: string;
      readonly fields: readonly string[];
      readonly on: boolean;
    }
  | { readonly type: 'rangeChosen'; readonly entitySet: string; readonly range: DateRange }
  | { readonly type: 'continued' }
  | { readonly type: 'wentBack' };
