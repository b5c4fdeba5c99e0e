/** The phrase of a reason; a reason that has none of its own (one of next year) is told by the general one. */
export function phraseOf(
  phrases: Readonly<Record<string, string>> & { readonly other: string },
  reason: string | null | undefined,
): string {
  return reason && Object.hasOwn(phrases, reason) ? phrases[reason]! : phrases.other;
}
