import { useEffect, useRef } from 'preact/hooks';
import { choiceProblem, tableRequest } from './choices.ts';
import type { Host } from './host.ts';
import { STEPS, type WizardState } from './state.ts';
import type { KeptStep } from './step-history.ts';
import type { Dispatch } from './use-wizard.ts';

/** Lets the browser's Back, Forward and reload do in the wizard what they say. */
export function useStepHistory(host: Host, state: WizardState, dispatch: Dispatch): void {
  const history = host.kind === 'browser' ? host.history : undefined;
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => history?.onMove((step) => move(latest.current, step, dispatch)), [history, dispatch]);
  const kept = keptOf(state);
  useEffect(() => {
    history?.keep(kept);
  }, [history, JSON.stringify(kept)]);
}

/** What is kept of a state: its step and its choices. */
export function keptOf(state: WizardState): KeptStep {
  const step = STEPS.indexOf(state.step);
  const { program } = state;
  if (state.step === 'chooseProgram' || state.step === 'signIn')
    return { step, program, request: state.restore, resume: state.resume };
  const request = tableRequest(state, state.today);
  return { step, program, request: request.sets.length === 0 ? undefined : request, resume: false };
}

/** Goes towards a step as far as it is open, and answers with the step one comes to. */
export function move(state: WizardState, to: number, dispatch: Dispatch): number {
  const from = STEPS.indexOf(state.step);
  for (let step = from; step > to; step -= 1) dispatch({ type: 'wentBack' });
  if (to <= from) return to;
  // Whoever has gone back to signing in signs in again.
  const isOpen =
    state.step === 'chooseData'
      ? choiceProblem(state, state.today) === undefined
      : state.step === 'chooseProgram' && state.program !== undefined;
  if (!isOpen) return from;
  dispatch({ type: 'continued' });
  return from + 1;
}
