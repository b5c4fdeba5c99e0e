import { Button, H5 } from '@adminjs/design-system';
import React from 'react';

export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly order: { readonly number: string; readonly href: string } | null;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly age: string;
  readonly remedy: string;
  readonly owner: string | null;
  readonly isMine: boolean;
  readonly suggested:
    | { readonly label: string; readonly dialog: true; readonly refusal?: string }
    | { readonly label: string; readonly dialog?: undefined; readonly href: string }
    | null;
}

interface EntryProps {
  readonly entry: Entry;
  readonly maySolve: boolean;
  readonly onTake: (id: string) => void;
  readonly onDo: (action: string, id: string) => void;
}

export const InboxEntry: React.FC<EntryProps> = ({ entry, maySolve, onTake, onDo }) => {
  const { id, kind, order, facts, age, remedy, owner, isMine, suggested } = entry;
  return (
    <article className="card entry" data-entry={id} aria-label={kind}>
      <header>
        <H5>{kind}</H5>
        {order && <a href={order.href}>{order.number}</a>}
        <span>open for {age}</span>
        <span>{owner ? `taken by ${isMine ? 'you' : owner}` : 'nobody has taken it'}</span>
      </header>
      <dl>
        {facts.map(({ label, value }) => (
          <React.Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
      <p>{remedy}</p>
      <footer>
        {suggested && !suggested.dialog && (
          <Button as="a" href={suggested.href} variant="contained" size="sm">
            {suggested.label}
          </Button>
        )}
        {suggested?.dialog && maySolve && (
          <Button
            variant="contained"
            size="sm"
            disabled={suggested.refusal !== undefined}
            title={suggested.refusal}
            onClick={() => onDo('carry-out-remedy', id)}
          >
            {suggested.label}
          </Button>
        )}
        {maySolve && !isMine && (
          <Button size="sm" onClick={() => onTake(id)}>
            Take it
          </Button>
        )}
        {maySolve && (
          <Button size="sm" onClick={() => onDo('solve-intervention', id)}>
            Solve by hand
          </Button>
        )}
      </footer>
    </article>
  );
};
