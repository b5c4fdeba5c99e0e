import { Matches } from 'class-validator';

/** No control characters and no line ends, so that nothing can be smuggled into a mail, a label or a log. */
const LINE = /^(?=.*\S)[^\p{Cc}\p{Zl}\p{Zp}]+$/u;

/** A text of one line that is not blank. */
export const OneLine = (): PropertyDecorator =>
  Matches(LINE, { message: '$property must be one line of text' });
