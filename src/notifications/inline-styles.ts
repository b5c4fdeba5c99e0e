/**
 * Moves a style sheet into the elements of a template, before it is compiled: many mail readers know no sheet. For sheets like
 * ours, that is, selectors of one element or one class; what is for narrow screens stays in the sheet that `atRules` gives.
 */
export interface StyleSheet {
  readonly rules: readonly {
    readonly selector: string;
    readonly declarations: readonly (readonly [property: string, value: string])[];
  }[];
  readonly atRules: string;
  /** Classes that the at-rules name: no others are kept in a mail. */
  readonly kept: ReadonlySet<string>;
}

const AT_RULE = /@[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g;

export function readStyleSheet(css: string): StyleSheet {
  const atRules = (css.match(AT_RULE) ?? []).join('\n');
  const rules = [...css.replaceAll(AT_RULE, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(
    ([, selector, body]) => {
      const declarations = body!.split(';').map((each) => each.split(':', 2).map((part) => part.trim()));
      return {
        selector: selector!.trim(),
        declarations: declarations.filter((each): each is [string, string] => each.length === 2),
      };
    },
  );
  const kept = new Set([...atRules.matchAll(/\.([a-z-]+)/g)].map(([, name]) => name!));
  return { rules, atRules, kept };
}

/** A start tag; what is in braces is the template's and may hold a `>`. */
const START_TAG = /<([a-z][a-z0-9]*)((?:\{\{[^}]*\}\}|"[^"]*"|[^>"{])*)>/g;
const CLASS = /class="([^"]*)"/;

export function inlineStyles(source: string, sheet: StyleSheet): string {
  return source.replaceAll(START_TAG, (tag, name: string, attributes: string) => {
    const classes = CLASS.exec(attributes)?.[1]?.split(' ') ?? [];
    // What is for a class is nearer than what is for an element.
    const declarations = [name, ...classes.map((each) => `.${each}`)]
      .flatMap((selector) => sheet.rules.filter((rule) => rule.selector === selector))
      .flatMap((rule) => rule.declarations);
    const style = [...new Map(declarations)].map(([property, value]) => `${property}:${value}`).join(';');
    const kept = classes.filter((each) => sheet.kept.has(each)).join(' ');
    const written = [kept && `class="${kept}"`, style && `style="${style}"`].filter(Boolean).join(' ');
    if (classes.length > 0) return `<${name}${attributes.replace(CLASS, written).trimEnd()}>`;
    return written ? `<${name} ${written}${attributes}>` : tag;
  });
}
