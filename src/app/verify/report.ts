import type { Found } from './run-check.js';

/** What was looked at, by the name of the thing. */
export type Counts = Readonly<Record<string, number>>;

/** What a run tells, as it finds it. */
export interface Report {
  /** Called for every check, also for one that nothing breaks. */
  checked(found: Found): void;
  /** A part could not be looked at; nothing is known of it. */
  notChecked(part: string, why: string): void;
  end(counts: Counts, breaks: number): void;
}

type Write = (line: string) => void;

/** For people: each break under its rule, the remedy once. */
export const textReport = (write: Write): Report => ({
  checked({ check, gateway, breaks, total }) {
    if (total === 0) return;
    write(`${check.wrong} (${check.name}${gateway ? `, ${gateway}` : ''})`);
    for (const { subject, orderId, facts } of breaks) {
      const order = orderId && subject.kind !== 'order' ? ` of order ${orderId}` : '';
      write(`  ${subject.kind} ${subject.id}${order}: ${inWords(facts)}`);
    }
    if (total > breaks.length) write(`  and ${total - breaks.length} more`);
    write(`  Remedy: ${check.remedy}\n`);
  },
  notChecked: (part, why) => write(`Not checked: ${part}: ${why}\n`),
  end(counts, breaks) {
    const looked = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    const verdict = breaks === 0 ? 'No break' : breaks === 1 ? '1 break' : `${breaks} breaks`;
    write(`${verdict} in ${looked.join(', ')}.`);
  },
});

/** For machines: a line of JSON for each break, for each part that was not checked, and for the end. */
export const jsonReport = (write: Write): Report => ({
  checked({ check: { name, wrong, remedy }, gateway, breaks, total }) {
    const of = { check: name, ...(gateway && { gateway }) };
    for (const each of breaks) write(JSON.stringify({ type: 'break', ...of, wrong, ...each, remedy }));
    const more = total - breaks.length;
    if (more > 0) write(JSON.stringify({ type: 'more', ...of, count: more }));
  },
  notChecked: (part, why) => write(JSON.stringify({ type: 'not_checked', part, why })),
  end: (checked, breaks) => write(JSON.stringify({ type: 'end', breaks, checked })),
});

/** `held 3, heldByOrders 2`; figures that belong together in brackets. */
function inWords(facts: object): string {
  const words = Object.entries(facts).map(([name, value]) =>
    typeof value === 'object' && value !== null
      ? `${name} (${inWords(value as object)})`
      : `${name} ${value ?? 'none'}`,
  );
  return words.join(', ');
}
