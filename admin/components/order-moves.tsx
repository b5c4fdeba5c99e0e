import React from 'react';

interface MovesProps {
  readonly buttons: readonly {
    readonly action: string;
    readonly label: string;
    readonly isAllowed: boolean;
    readonly why?: string;
  }[];
  readonly open: (action: string) => void;
}

/** What can be done now; what cannot says why, to the eye and to who hovers. */
export const OrderMoves: React.FC<MovesProps> = ({ buttons, open }) => {
  const refused = buttons.filter(({ isAllowed }) => !isAllowed);
  if (buttons.length === 0) return null;
  return (
    <section className="order-moves" aria-label="What can be done now">
      <div className="order-buttons">
        {buttons.map(({ action, label, isAllowed, why }) => (
          <button
            key={action}
            type="button"
            disabled={!isAllowed}
            title={why}
            data-move={action}
            onClick={() => open(action)}
          >
            {label}
          </button>
        ))}
      </div>
      {refused.length > 0 && (
        <details>
          <summary>Why the others cannot be done now</summary>
          <dl>
            {refused.map(({ action, label, why }) => (
              <div key={action} data-refused={action}>
                <dt>{label}</dt>
                <dd>{why}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
};
