import { Box, Loader, MessageBox } from '@adminjs/design-system';
import type { ActionProps } from 'adminjs';
import React, { useCallback, useEffect, useRef, useState } from 'react';
import { ActionForm } from './action-dialog.tsx';
import { look } from './ask.ts';
import { giveBackFocus } from './dialog-focus.ts';
import { OrderMoves } from './order-moves.tsx';
import { OrderSection, type SectionShown } from './order-section.tsx';

interface OrderShown {
  readonly number: string;
  readonly status: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly buttons: readonly {
    readonly action: string;
    readonly label: string;
    readonly isAllowed: boolean;
    readonly why?: string;
  }[];
  readonly sections: readonly SectionShown[];
}

/** Which dialog is open stands in the address, so that it can be linked to, and the back button closes it. */
function dialogInAddress(number: string): string | undefined {
  const asked = new URLSearchParams(window.location.search);
  const action = asked.get('do');
  return action ? `${action}/${encodeURIComponent(asked.get('of') ?? number)}` : undefined;
}

/** Everything about one order, and what can be done to it now. */
const OrderPage: React.FC<ActionProps> = ({ record }) => {
  const number = record!.id;
  const [order, setOrder] = useState<OrderShown>();
  const [trouble, setTrouble] = useState<string>();
  const [dialog, setDialog] = useState(() => dialogInAddress(number));
  const opened = useRef<string>();

  useEffect(() => {
    if (dialog) return;
    const load = async () => {
      const told = await look<OrderShown>(`order/${encodeURIComponent(number)}`);
      if (told.ok) setOrder(told.body);
      else setTrouble(told.text);
    };
    void load();
  }, [number, dialog]);

  // The page is there again with what has changed, and so are its buttons.
  useEffect(() => {
    if (dialog) opened.current = dialog.split('/')[0];
    else if (order && opened.current) {
      giveBackFocus(opened.current);
      opened.current = undefined;
    }
  }, [dialog, order]);

  useEffect(() => {
    const follow = () => setDialog(dialogInAddress(number));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, [number]);

  const go = useCallback(
    (search: string) => {
      window.history.pushState(window.history.state, '', window.location.pathname + search);
      window.scrollTo(0, 0);
      setDialog(dialogInAddress(number));
    },
    [number],
  );
  const open = useCallback(
    (action: string, of = number) => go(`?${new URLSearchParams({ do: action, of })}`),
    [go, number],
  );

  if (dialog)
    return (
      <Box p="xl" data-css="order-dialog">
        <ActionForm
          key={dialog}
          about={`Order ${number}`}
          path={dialog}
          back="Back to the order"
          onDone={() => go('')}
          onCancel={() => go('')}
        />
      </Box>
    );
  if (trouble) return <MessageBox m="xl" variant="danger" message={trouble} />;
  if (!order) return <Loader />;
  return (
    <div className="order-page" data-css="order-page">
      <header>
        <h1 tabIndex={-1}>{order.number}</h1>
        <span className={`order-status is-${order.status}`}>{order.status}</span>
      </header>
      <dl className="order-facts">
        {order.facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <OrderMoves buttons={order.buttons} open={open} />
      {order.sections.map((section) => (
        <OrderSection key={section.id} section={section} open={open} />
      ))}
    </div>
  );
};

export default OrderPage;
