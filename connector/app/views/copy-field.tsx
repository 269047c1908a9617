import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';

/** An address to take along, with a button that copies it. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }): JSX.Element {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<string>();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(value);
    } catch {
      // Without permission for the clipboard the text is selected, so that the keyboard can copy it.
      input.current?.select();
    }
  };
  return (
    <div class="field copy">
      <label for={id}>{label}</label>
      <div class="with-button">
        <input
          id={id}
          ref={input}
          readOnly
          value={value}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void copy();
          }}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
        <button
          type="button"
          aria-label={`Copy ${label}`}
          onClick={() => {
            void copy();
          }}
        >
          {copied === value ? 'Copied' : 'Copy'}
        </button>
      </div>
      <p role="status" class="visually-hidden">
        {copied === value ? `${label} copied` : ''}
      </p>
    </div>
  );
}
