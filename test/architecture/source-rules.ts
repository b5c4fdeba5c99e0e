/** What a dependency graph does not show: rules over the text of files. Each answers with the places that break it. */
export interface Finding {
  readonly path: string;
  readonly text: string;
}

/** Longer ones lack a word. */
export const LINES_MAX = 250;

const placesOf = (pattern: RegExp, { path, text }: Finding): string[] =>
  [...text.matchAll(pattern)].map(
    (match) => `${path}:${text.slice(0, match.index).split('\n').length}: ${match[0]}`,
  );

/** One for each program. */
const SETTINGS: ReadonlySet<string> = new Set(['src/config.ts', 'src/tokeniser/settings.ts']);

/** `process.env`, however it is reached. */
export const readsOfTheEnvironment = (file: Finding): string[] =>
  SETTINGS.has(file.path)
    ? []
    : placesOf(/process\s*(\.|\[\s*['"])\s*env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/g, file);

export const marksOfTheUnfinished = (file: Finding): string[] => placesOf(/\b(TODO|FIXME|XXX|HACK)\b/g, file);

export const tooLong = ({ path, text }: Finding): string[] => {
  const lines = text.trimEnd() === '' ? text.split('\n').length - 1 : text.trimEnd().split('\n').length;
  return lines > LINES_MAX ? [`${path} has ${lines} lines`] : [];
};

const STORY = /\.(use-case|job|handler|sweep|repository|queries|sql)\.ts$|\/domain\//;

/** Nest's HTTP exceptions and status codes, where HTTP is one caller of several. */
export const httpExceptions = (file: Finding): string[] =>
  STORY.test(file.path)
    ? placesOf(
        /import\s*(type\s*)?\{[^}]*\b(\w+Exception|HttpStatus|HttpCode)\b[^}]*\}\s*from\s*'@nestjs\/common'/g,
        file,
      )
    : [];

/** Tables that a file writes, by SQL or as an entity. */
export function writesOf({ text }: Finding): string[] {
  const patterns = [
    /\binsert\s+into\s+(\w+)/gi,
    /\bdelete\s+from\s+(\w+)/gi,
    /\bupdate\s+(\w+)\s+(?:(?!set\b)\w+\s+)?set\b/gi,
    /\btruncate\s+(?:table\s+)?(\w+)/gi,
    /\btableName:\s*'(\w+)'/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!));
}

export const tablesOf = ({ text }: Finding): string[] =>
  [...text.matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?(\w+)/gi)].map((match) => match[1]!);
