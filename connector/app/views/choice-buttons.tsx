import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface ChoicesProps<Option extends string> {
  readonly label: string;
  readonly options: readonly Option[];
  readonly chosen: Option;
  readonly onChoose: (option: Option) => void;
}

/** One of a few words. */
export function Choices<Option extends string>(props: ChoicesProps<Option>): JSX.Element {
  const { label, options, chosen, onChoose } = props;
  const id = useId();
  return (
    <div class="choices" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option} class={option === chosen ? 'on' : ''}>
          <input
            type="radio"
            name={id}
            checked={option === chosen}
            onChange={() => {
              onChoose(option);
            }}
          />
          {option}
        </label>
      ))}
    </div>
  );
}
