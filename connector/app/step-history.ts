/** The browser's own history of a page: an entry for each step, with the choices made there and never the token. */

import { isProgram, type Program } from './programs/program.ts';
import { STEPS } from './state.ts';

/** What an entry holds. */
export interface KeptStep {
  /** An index of `STEPS`. */
  readonly step: number;
  readonly program?: Program | undefined;
  /** The choices as a `TableRequest`; whoever reads them checks them. */
  readonly request?: unknown;
  /** Signing in leads on to the last step again. */
  readonly resume?: boolean;
}

export interface StepHistory {
  /** What was kept when the page was opened: after a reload, what it showed before. */
  readonly opened: KeptStep;
  /** Makes the entry of a step the present one, and keeps the choices there. */
  readonly keep: (kept: KeptStep) => void;
  /** Called with the step that Back or Forward leads to; answers with the step that is shown then. */
  readonly onMove: (listener: (step: number) => number) => () => void;
}

type BrowserWindow = Pick<Window, 'history' | 'addEventListener' | 'removeEventListener'>;

/** The history of a window. Entries are always those of the steps so far, in order. */
export function createStepHistory(browser: BrowserWindow): StepHistory {
  const { history } = browser;
  const opened = readKept(history.state);
  let entry = opened.step;
  let wanted: KeptStep = opened;
  /** The browser goes where we told it, which takes it a while. */
  let going = false;

  const settle = (): void => {
    if (going) return;
    if (entry > wanted.step) {
      going = true;
      history.go(wanted.step - entry);
      return;
    }
    try {
      while (entry < wanted.step) history.pushState({ ...wanted, step: ++entry }, '');
      history.replaceState(wanted, '');
    } catch {
      // Some browsers refuse more than a hundred changes in half a minute; the next one is kept again.
    }
  };

  return {
    opened,
    keep(kept) {
      wanted = kept;
      settle();
    },
    onMove(listener) {
      const onPopState = ({ state }: PopStateEvent): void => {
        entry = readKept(state).step;
        if (!going) wanted = { ...wanted, step: listener(entry) };
        going = false;
        settle();
      };
      browser.addEventListener('popstate', onPopState);
      return () => {
        browser.removeEventListener('popstate', onPopState);
      };
    },
  };
}

function readKept(state: unknown): KeptStep {
  const kept = Object(state) as Partial<Record<keyof KeptStep, unknown>>;
  const { step, program, request, resume } = kept;
  const known = typeof step === 'number' && Number.isInteger(step) && step in STEPS;
  return {
    step: known ? step : 0,
    program: isProgram(program) ? program : undefined,
    request,
    resume: resume === true,
  };
}
