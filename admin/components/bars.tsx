import { Box, H5, Text } from '@adminjs/design-system';
import React from 'react';

interface Cell {
  readonly text: string;
  readonly name: string;
  readonly size: number;
  readonly tone: string;
  readonly href: string;
}

export interface Part {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly {
    readonly label: string;
    readonly note?: string;
    readonly cells: readonly Cell[];
  }[];
  readonly whenEmpty: string;
}

const WIDTH = 1_000;
/** What is there is seen, however little it is. */
const LEAST = 8;

const total = (cells: readonly Cell[]): number => cells.reduce((sum, { size }) => sum + size, 0);

/** Bars of one measure; under each what it says in figures, which are links. */
export const Bars: React.FC<{ part: Part }> = ({ part }) => {
  const most = Math.max(1, ...part.rows.map(({ cells }) => total(cells)));
  return (
    <Box as="section" className="figures" aria-labelledby={`part-${part.id}`} data-part={part.id}>
      <H5 id={`part-${part.id}`}>{part.title}</H5>
      {part.rows.length === 0 && <Text color="grey60">{part.whenEmpty}</Text>}
      {part.rows.map(({ label, note, cells }) => (
        <div key={label} className="figures-row">
          <span className="figures-label">
            {label}
            {note && <small>{note}</small>}
          </span>
          <Bar label={label} cells={cells} most={most} />
          <span className="figures-cells">
            {cells.map(({ text, name, href, tone, size }) => (
              <a key={name} href={href} className={size === 0 ? 'none' : tone}>
                <b>{text}</b> {name}
              </a>
            ))}
          </span>
        </div>
      ))}
    </Box>
  );
};

const Bar: React.FC<{ label: string; cells: readonly Cell[]; most: number }> = ({ label, cells, most }) => {
  let at = 0;
  const drawn = cells
    .filter(({ size }) => size > 0)
    .map((cell) => {
      const width = Math.max((cell.size / most) * WIDTH, LEAST);
      const x = at;
      at += width + 2;
      return { ...cell, x, width };
    });
  const said = cells.map(({ text, name }) => `${text} ${name}`).join(', ');
  return (
    <svg
      className="figures-bar"
      viewBox={`0 0 ${WIDTH + LEAST * cells.length} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${said}`}
    >
      {drawn.map(({ name, x, width, tone, text }) => (
        <rect key={name} x={x} y="0" width={width} height="10" className={tone}>
          <title>{`${text} ${name}`}</title>
        </rect>
      ))}
    </svg>
  );
};
