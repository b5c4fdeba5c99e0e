import React from 'react';

type Cell = string | { readonly text: string; readonly href?: string; readonly at?: string };

export interface SectionShown {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly cells: readonly Cell[];
    readonly actions?: readonly {
      readonly action: string;
      readonly label: string;
      readonly recordId: string;
    }[];
  }[];
  readonly empty: string;
  readonly addAction?: { readonly action: string; readonly label: string };
}

interface SectionProps {
  readonly section: SectionShown;
  readonly open: (action: string, of?: string) => void;
}

/** A part of the order's page: rows of one kind. */
export const OrderSection: React.FC<SectionProps> = ({ section, open }) => (
  <section className="order-section" data-section={section.id}>
    <h2>
      {section.title}
      {section.addAction && (
        <button type="button" onClick={() => open(section.addAction!.action)}>
          {section.addAction.label}
        </button>
      )}
    </h2>
    {section.rows.length === 0 ? (
      <p>{section.empty}</p>
    ) : (
      <div className="order-table">
        <table>
          <thead>
            <tr>
              {section.columns.map((column, index) => (
                <th key={index}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {section.rows.map(({ cells, actions }, row) => (
              <tr key={row}>
                {cells.map((cell, index) => (
                  <td key={index} data-column={section.columns[index]}>
                    <Said cell={cell} />
                  </td>
                ))}
                {actions && (
                  <td className="order-row-actions">
                    {actions.map(({ action, label, recordId }) => (
                      <button key={action} type="button" onClick={() => open(action, recordId)}>
                        {label}
                      </button>
                    ))}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);

const Said: React.FC<{ cell: Cell }> = ({ cell }) => {
  if (typeof cell === 'string') return <>{cell === '' ? '–' : cell}</>;
  if (cell.href) return <a href={cell.href}>{cell.text}</a>;
  return cell.at ? <time dateTime={cell.at}>{cell.text}</time> : <>{cell.text}</>;
};
