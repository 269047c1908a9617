/** Small parts that several steps share. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Failure } from '../failure.ts';
import type { TableauHost } from '../host.ts';
import { failureMessages } from '../messages.ts';
import type { Dispatch } from '../use-wizard.ts';

interface StepHeadingProps {
  readonly children: ComponentChildren;
  /** A field of the step takes the focus instead. */
  readonly quiet?: boolean;
}

/** The heading of a step; it takes the focus, so that a screen reader begins where the new step begins. */
export function StepHeading({ children, quiet = false }: StepHeadingProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    if (!quiet) heading.current?.focus({ preventScroll: true });
  }, [quiet]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

interface NoticeProps {
  readonly tone: 'problem' | 'caution' | 'hint';
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** A boxed message; problems are announced at once. */
export function Notice({ tone, title, children }: NoticeProps): JSX.Element {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'problem' ? 'alert' : undefined}>
      <NoticeIcon tone={tone} />
      <div>
        {title === undefined ? null : <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** What went wrong, in words, with the service's own below. */
export function FailureNotice({
  failure,
  about,
}: {
  readonly failure: Failure;
  readonly about?: string | undefined;
}): JSX.Element {
  const { title, advice } = failureMessages[failure.kind];
  return (
    <Notice tone="problem" title={about === undefined ? title : `${about}: ${title}`}>
      <p>{advice}</p>
      {failure.detail === '' ? null : (
        <details>
          <summary>What exactly was answered</summary>
          <p class="notice-detail">{failure.detail}</p>
        </details>
      )}
    </Notice>
  );
}

function NoticeIcon({ tone }: { readonly tone: NoticeProps['tone'] }): JSX.Element {
  const mark = tone === 'hint' ? 'M10 9v5M10 6v.5' : 'M10 5.5v5.5M10 14v.5';
  return (
    <svg class="notice-icon" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="8.5" />
      <path d={mark} />
    </svg>
  );
}

/** A turning ring beside words that say what is awaited. */
export function Spinner(): JSX.Element {
  return <span class="spinner" aria-hidden="true" />;
}

interface BackButtonProps {
  readonly dispatch: Dispatch;
  readonly disabled?: boolean;
}

/** Leads to the step before. */
export function BackButton({ dispatch, disabled = false }: BackButtonProps): JSX.Element {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={() => {
        dispatch({ type: 'wentBack' });
      }}
    >
      Back
    </button>
  );
}

/** Closes the wizard without a connection. */
export function CancelButton({ host }: { readonly host: TableauHost }): JSX.Element {
  return (
    <button
      type="button"
      onClick={() => {
        host.cancel();
      }}
    >
      Cancel
    </button>
  );
}
