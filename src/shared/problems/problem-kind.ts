/** What a code stands for: the HTTP status, the specification's text where it has one, and a sentence about it. */
export interface Problem {
  readonly status: number;
  readonly error: string;
  readonly detail: string;
}
