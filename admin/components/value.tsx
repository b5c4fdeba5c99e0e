import { ValueGroup } from '@adminjs/design-system';
import { type BasePropertyProps, useResource, useTranslation } from 'adminjs';
import React from 'react';
import { ageOf, utcOf } from './times.ts';

interface Custom {
  readonly type?: string;
  readonly link?: { readonly resource: string; readonly to?: string; readonly by?: string };
  readonly isPreformatted?: boolean;
}

/** A time with its age, a link to another row, or text as it is written; in a list and on a page. */
const Value: React.FC<BasePropertyProps> = ({ property, record, where }) => {
  const { translateProperty } = useTranslation();
  const { type, link, isPreformatted } = (property.custom ?? {}) as Custom;
  const value = record?.params[property.path] as string | number | null | undefined;
  const isThere = value !== undefined && value !== null && value !== '';
  const id = record?.params[link?.by ?? property.path] as string | undefined;
  const shown = !isThere ? (
    <span style={{ opacity: 0.5 }}>–</span>
  ) : link && id ? (
    <Leading link={link} id={id} text={String(value)} />
  ) : type === 'datetime' ? (
    <time dateTime={String(value)} title={`${String(value)} (UTC)`} data-css="time">
      {utcOf(String(value))} <span>{ageOf(String(value))}</span>
    </time>
  ) : isPreformatted ? (
    <pre data-css="preformatted">{String(value)}</pre>
  ) : (
    String(value)
  );
  if (where === 'list') return shown;
  return <ValueGroup label={translateProperty(property.label, property.resourceId)}>{shown}</ValueGroup>;
};

const Leading: React.FC<{ link: NonNullable<Custom['link']>; id: string; text: string }> = ({
  link: { resource, to },
  id,
  text,
}) => {
  const target = useResource(resource);
  if (!target?.href) return <span data-css="whole">{text}</span>;
  const href = to
    ? `${to}${encodeURIComponent(id)}`
    : `${target.href}/records/${encodeURIComponent(id)}/show`;
  return (
    <a href={href} data-css="leads-to" onClick={(event) => event.stopPropagation()}>
      {text}
    </a>
  );
};

export default Value;
