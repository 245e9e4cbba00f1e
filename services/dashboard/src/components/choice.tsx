/** A labelled choice of one among names. */
export function Choice(choice: {
  readonly label: string;
  readonly value: string;
  readonly names: readonly string[];
  onChoose(name: string): void;
}) {
  const { label, value, names, onChoose } = choice;
  return (
    <label class="choice">
      <span class="soft">{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
