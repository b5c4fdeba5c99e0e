/** `A***`: enough to tell one row from the next. Null for who gave no name. */
export function maskedName(name: string | null | undefined): string | null {
  const [first] = name?.trim() ?? '';
  return first === undefined ? null : `${first}***`;
}
