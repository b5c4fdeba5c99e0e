/** The LIKE pattern of texts that contain this one: its own `%`, `_` and `\` mean themselves. */
export const containing = (text: string): string => `%${text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
